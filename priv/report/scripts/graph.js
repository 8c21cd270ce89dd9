// Dependencies inside a folder, and circles of them.

const MOST_NODES = 32;
// A folder that is most of what there is says more by what is in it, where that is not too much.
const MOST_UNFOLDED = 32;
const LARGE_SHARE = 0.15;

function graphSection() {
  const parts = [];
  if (!files.some((file) => known(file.dependencies))) parts.push(element("p", { class: "notice" }, "Dependencies were not computed for this codebase."));
  else if (report.dependency_count === 0) parts.push(element("p", { class: "notice" }, "No file depends on another."));
  else parts.push(leftOut(), networkView());
  parts.push(cyclesView());
  parts.push(element("div", { class: "two" }, packagesView(), unresolvedView()));
  return parts;
}

function leftOut() {
  const here = sum(report.dependencies, (targets) => targets.length);
  return here < report.dependency_count && element("p", { class: "notice" }, `${number(here)} of ${number(report.dependency_count)} dependencies are on this page; the cycles below come from all of them.`);
}

function networkView() {
  const view = element("div");
  function go(node) {
    const { nodes, links, alone, left } = neighbourhood(node);
    replace(view, breadcrumbs(node, go),
      nodes.length === 0 ? element("p", { class: "notice" }, "Nothing in this folder depends on anything else in it.") : element("div", { class: "network card", tabindex: "0", role: "group", "aria-label": "Dependency graph" }, network(nodes, links, go)),
      element("p", { class: "muted" }, "An arrow leads from a user to what it uses; its width tells how many files. Red is part of a cycle.",
        left > 0 && ` ${counted(left, "node")} with fewer links ${left === 1 ? "is" : "are"} not drawn.`,
        alone.length > 0 && ` ${counted(alone.length, "other")} without links here: `,
        alone.slice(0, 12).map((one, at) => [at > 0 && ", ", nodeLink(one, go)]), alone.length > 12 && ", …"));
  }
  go(firstLinked(tree));
  return view;
}

// Where folders have nothing to do with each other, the largest of them is where to begin.
function firstLinked(node) {
  let at = node;
  while (at.children.length > 0 && neighbourhood(at).nodes.length === 0) at = at.children.reduce((one, other) => (other.count > one.count ? other : one));
  return neighbourhood(at).nodes.length > 0 ? at : node;
}

const nodeLink = (node, go) => element("button", { type: "button", class: "plain", onclick: () => openNode(node, go) }, shown(node.name));
const openNode = (node, go) => (node.folder ? go(node.folder) : showFile(node.file.index));

function inside(folder, above = "") {
  return [
    ...folder.children.map((child) => ({ name: `${above}${child.name}/`, folder: child, lines: child.lines, count: child.count })),
    ...folder.files.map((file) => ({ name: above + file.name, file, lines: file.code_lines || 0, count: 1 })),
  ];
}

function unfolded(folder) {
  let nodes = inside(folder);
  for (;;) {
    const large = nodes.filter((node) => node.folder && node.count > LARGE_SHARE * folder.count && nodes.length - 1 + node.folder.children.length + node.folder.files.length <= MOST_UNFOLDED);
    if (large.length === 0) return nodes;
    const largest = large.reduce((one, other) => (other.count > one.count ? other : one));
    nodes = nodes.filter((node) => node !== largest).concat(inside(largest.folder, largest.name));
  }
}

// What is inside, with the dependencies of all that is below it.
function neighbourhood(folder) {
  const all = unfolded(folder);
  const owner = new Map();
  all.forEach((node, at) => (node.folder ? filesBelow(node.folder) : [node.file]).forEach((file) => {
    owner.set(file.index, at);
    if (cycleOf.has(file.index)) node.cyclic = true;
  }));
  const links = new Map();
  for (const [file, from] of owner) {
    for (const target of report.dependencies[file]) {
      const to = owner.get(target);
      if (to === undefined || to === from) continue;
      const key = from * all.length + to;
      const link = links.get(key) || { from, to, weight: 0, cyclic: false };
      link.weight++;
      link.cyclic ||= cycleOf.has(file) && cycleOf.get(file) === cycleOf.get(target);
      links.set(key, link);
    }
  }
  return chosen(all, [...links.values()]);
}

function chosen(all, links) {
  const degree = all.map(() => 0);
  for (const link of links) {
    degree[link.from] += link.cyclic ? 2 : 1;
    degree[link.to] += link.cyclic ? 2 : 1;
  }
  const linked = all.map((_node, at) => at).filter((at) => degree[at] > 0).sort((one, other) => degree[other] - degree[one]);
  const kept = linked.slice(0, MOST_NODES);
  const number = new Map(kept.map((at, place) => [at, place]));
  return {
    nodes: kept.map((at) => all[at]),
    links: links.filter(({ from, to }) => number.has(from) && number.has(to)).map((link) => ({ ...link, from: number.get(link.from), to: number.get(link.to) })),
    alone: all.filter((_node, at) => degree[at] === 0),
    left: linked.length - kept.length,
  };
}

function network(nodes, links, go) {
  const { placed, width, height } = layered(nodes, links);
  const svg = drawn("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: links.length > 60 ? "dense" : null }, arrows());
  const paths = links.map((link) => drawn("path", { class: link.cyclic ? "cyclic" : null, d: curve(placed[link.from], placed[link.to]), "stroke-width": Math.min(6, 1 + Math.log2(link.weight)), "marker-end": link.cyclic ? "url(#arrow-cyclic)" : "url(#arrow)" },
    drawn("title", {}, `${shown(nodes[link.from].name)} → ${shown(nodes[link.to].name)}: ${counted(link.weight, "dependency", "dependencies")}`)));
  const boxes = nodes.map((node, at) => nodeView(node, placed[at], () => openNode(node, go), (on) => focus(on ? at : null)));

  function focus(at) {
    svg.parentNode.classList.toggle("focused", at !== null);
    const near = new Set([at]);
    links.forEach((link, index) => {
      const touched = link.from === at || link.to === at;
      paths[index].classList.toggle("near", touched);
      if (touched) near.add(link.from).add(link.to);
    });
    boxes.forEach((box, index) => box.classList.toggle("near", near.has(index)));
  }

  svg.append(...paths, ...boxes);
  return svg;
}

function arrows() {
  return drawn("defs", {}, [["arrow", "var(--muted)"], ["arrow-cyclic", "var(--bad)"]].map(([id, fill]) =>
    drawn("marker", { id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, markerUnits: "userSpaceOnUse", orient: "auto" }, drawn("path", { d: "M0 0L8 4L0 8z", style: { fill, stroke: "none" } }))));
}

function curve(from, to) {
  const [startY, endY] = [from.y + NODE.height / 2, to.y + NODE.height / 2];
  const startX = from.x + NODE.width;
  if (to.layer > from.layer) {
    const half = (to.x - startX) / 2;
    return `M${startX} ${startY}C${startX + half} ${startY} ${to.x - half} ${endY} ${to.x} ${endY}`;
  }
  const endX = to.x + NODE.width;
  const bow = 26 + Math.min(60, Math.abs(endY - startY) / 6);
  return `M${startX} ${startY}C${startX + bow} ${startY} ${endX + bow} ${endY} ${endX} ${endY}`;
}

function nodeView(node, { x, y }, act, focus) {
  return drawn("g", { class: node.cyclic ? "node cyclic" : "node", tabindex: "0", role: "button", "aria-label": `${node.name}${node.cyclic ? ", part of a cycle" : ""}`,
    onclick: act, onkeydown: pressed(act), onpointerenter: () => focus(true), onpointerleave: () => focus(false), onfocus: () => focus(true), onblur: () => focus(false) },
    drawn("rect", { x, y, width: NODE.width, height: NODE.height, rx: 6 }), label(shortName(node.name), x + 8, y + 15, NODE.width - 16),
    drawn("text", { class: "small", x: x + 8, y: y + 28 }, node.folder ? `${counted(node.count, "file")}, ${counted(node.lines, "line")}` : counted(node.lines, "line")),
    drawn("title", {}, shown(node.folder ? `${node.folder.path}/` : node.file.path)));
}

// The end of a long path tells more than its beginning.
function shortName(name) {
  return name.length <= 24 ? name : `…${name.slice(-22)}`;
}

function cyclesView() {
  const heading = element("h3", {}, "Cycles");
  if (report.cycles.length === 0) return [heading, element("p", { class: "muted" }, "No files depend on each other in a circle.")];
  const list = element("div");
  const draw = (count) => replace(list, report.cycles.slice(0, count).map(cycleDetails),
    report.cycles.length > count && element("div", { class: "more" }, element("button", { type: "button", onclick: () => draw(count + 50) }, "Show more"), `${number(count)} of ${number(report.cycles.length)}`));
  draw(8);
  return [heading,
    element("p", { class: "muted" }, `${counted(report.cycles.length, "group")} of files that depend on each other in a circle, with the shortest way around; in all ${counted(cycleOf.size, "file")}.`), list];
}

function cycleDetails(cycle, at) {
  return unfolding([element("span", { class: "path" }, pathText(common(cycle.members))), element("span", { class: "badge high" }, counted(cycle.members.length, "file"))],
    () => cycleView(cycle), at === 0);
}

function cycleView(cycle) {
  return element("div", { class: "two" },
    element("div", {}, element("h3", {}, "The shortest way around"), element("ol", { class: "way" }, cycle.path.map((file) => element("li", {}, fileLink(file))), element("li", { class: "back muted" }, "and back to the first"))),
    cycle.members.length > cycle.path.length && membersView(cycle.members));
}

function membersView(members) {
  const list = element("div");
  const draw = (count) => replace(list, members.slice(0, count).map((file) => element("div", {}, fileLink(file))),
    members.length > count && element("button", { type: "button", onclick: () => draw(members.length) }, `Show all ${number(members.length)}`));
  draw(12);
  return element("div", {}, element("h3", {}, "All in it"), list);
}

// The folder that all of them are in, or the names of two.
function common(members) {
  const paths = members.map((at) => files[at].path);
  if (paths.length === 2) return `${paths[0]}, ${paths[1]}`;
  const parts = paths[0].split("/").slice(0, -1);
  while (parts.length > 0 && !paths.every((path) => path.startsWith(`${parts.join("/")}/`))) parts.pop();
  return parts.length > 0 ? `${parts.join("/")}/` : report.codebase.id;
}

function packagesView() {
  const rows = records(report.packages);
  if (rows.length === 0) return null;
  return element("div", {}, element("h3", {}, `Packages from elsewhere (${number(report.package_count)})`),
    table({ label: "Packages", rows, page: 10, sort: { key: "files" }, columns: [
      { key: "package", label: "Package", text: true, class: "path", of: (row) => row.package },
      { key: "files", label: "Used by files", of: (row) => row.files }] }));
}

function unresolvedView() {
  const rows = records(report.unresolved);
  if (rows.length === 0) return null;
  return element("div", {}, element("h3", {}, `Not found (${number(report.unresolved_count)})`),
    element("p", { class: "muted" }, "Imports that should lead to a file of the codebase, and do not: the file is missing or left out, or what says where names lead (tsconfig.json, go.mod, …) was not ingested."),
    table({ label: "Imports that lead nowhere", rows, page: 10, sort: { key: "file", descending: false }, columns: [
      { key: "file", label: "In", text: true, class: "path", of: (row) => files[row.file].path, show: (row) => fileLink(row.file, row.line) },
      { key: "name", label: "Imported", text: true, class: "path", of: (row) => row.name }] }));
}

// Dependencies inside a folder, drawn.

function graphSection() {
  const parts = [];
  if (!files.some((file) => known(file.dependencies)))
    parts.push(
      element("p", { class: "notice" }, "Dependencies were not computed for this codebase."),
    );
  else if (report.dependency_count === 0)
    parts.push(element("p", { class: "notice" }, "No file depends on another."));
  else parts.push(leftOut(), networkView());
  parts.push(cyclesView());
  parts.push(element("div", { class: "two" }, packagesView(), unresolvedView()));
  return parts;
}

function leftOut() {
  const here = sum(report.dependencies, (targets) => targets.length);
  return (
    here < report.dependency_count &&
    element(
      "p",
      { class: "notice" },
      `${number(here)} of ${number(report.dependency_count)} dependencies are on this page; the cycles below come from all of them.`,
    )
  );
}

function networkView() {
  const view = element("div");
  function go(node) {
    const { nodes, links, alone, left } = neighbourhood(node);
    replace(
      view,
      breadcrumbs(node, go),
      nodes.length === 0
        ? element(
            "p",
            { class: "notice" },
            "Nothing in this folder depends on anything else in it.",
          )
        : element(
            "div",
            {
              class: "network card",
              tabindex: "0",
              role: "group",
              "aria-label": "Dependency graph",
            },
            network(nodes, links, go),
          ),
      element(
        "p",
        { class: "muted" },
        "An arrow leads from a user to what it uses; its width tells how many files. Red is part of a cycle.",
        left > 0 &&
          ` ${counted(left, "node")} with fewer links ${left === 1 ? "is" : "are"} not drawn.`,
        alone.length > 0 && ` ${counted(alone.length, "other")} without links here: `,
        alone.slice(0, 12).map((one, at) => [at > 0 && ", ", nodeLink(one, go)]),
        alone.length > 12 && ", …",
      ),
    );
  }
  go(firstLinked(tree));
  return view;
}

const nodeLink = (node, go) =>
  element(
    "button",
    { type: "button", class: "plain", onclick: () => openNode(node, go) },
    shown(node.name),
  );

const openNode = (node, go) => (node.folder ? go(node.folder) : showFile(node.file.index));

function network(nodes, links, go) {
  const { placed, width, height } = layered(nodes, links);
  const svg = drawn(
    "svg",
    { width, height, viewBox: `0 0 ${width} ${height}`, class: links.length > 60 ? "dense" : null },
    arrows(),
  );
  const paths = links.map((link) =>
    drawn(
      "path",
      {
        class: link.cyclic ? "cyclic" : null,
        d: curve(placed[link.from], placed[link.to]),
        "stroke-width": Math.min(6, 1 + Math.log2(link.weight)),
        "marker-end": link.cyclic ? "url(#arrow-cyclic)" : "url(#arrow)",
      },
      drawn(
        "title",
        {},
        `${shown(nodes[link.from].name)} → ${shown(nodes[link.to].name)}: ${counted(link.weight, "dependency", "dependencies")}`,
      ),
    ),
  );
  const boxes = nodes.map((node, at) =>
    nodeView(
      node,
      placed[at],
      () => openNode(node, go),
      (on) => focus(on ? at : null),
    ),
  );

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
  return drawn(
    "defs",
    {},
    [
      ["arrow", "var(--muted)"],
      ["arrow-cyclic", "var(--bad)"],
    ].map(([id, fill]) =>
      drawn(
        "marker",
        {
          id,
          viewBox: "0 0 8 8",
          refX: 7,
          refY: 4,
          markerWidth: 7,
          markerHeight: 7,
          markerUnits: "userSpaceOnUse",
          orient: "auto",
        },
        drawn("path", { d: "M0 0L8 4L0 8z", style: { fill, stroke: "none" } }),
      ),
    ),
  );
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
  return drawn(
    "g",
    {
      class: node.cyclic ? "node cyclic" : "node",
      tabindex: "0",
      role: "button",
      "aria-label": `${node.name}${node.cyclic ? ", part of a cycle" : ""}`,
      onclick: act,
      onkeydown: pressed(act),
      onpointerenter: () => focus(true),
      onpointerleave: () => focus(false),
      onfocus: () => focus(true),
      onblur: () => focus(false),
    },
    drawn("rect", { x, y, width: NODE.width, height: NODE.height, rx: 6 }),
    label(shortName(node.name), x + 8, y + 15, NODE.width - 16),
    drawn(
      "text",
      { class: "small", x: x + 8, y: y + 28 },
      node.folder
        ? `${counted(node.count, "file")}, ${counted(node.lines, "line")}`
        : counted(node.lines, "line"),
    ),
    drawn("title", {}, shown(node.folder ? `${node.folder.path}/` : node.file.path)),
  );
}

// The end of a long path tells more than its beginning.
function shortName(name) {
  return name.length <= 24 ? name : `…${name.slice(-22)}`;
}

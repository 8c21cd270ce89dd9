// What depends on what inside a folder: nodes are what is in it, links what all below them uses.

const MOST_NODES = 32;

// A folder that is most of what there is says more by what is in it, where that is not too much.
const MOST_UNFOLDED = 32;

const LARGE_SHARE = 0.15;

function inside(folder, above = "") {
  return [
    ...folder.children.map((child) => ({
      name: `${above}${child.name}/`,
      folder: child,
      lines: child.lines,
      count: child.count,
    })),
    ...folder.files.map((file) => ({
      name: above + file.name,
      file,
      lines: file.code_lines || 0,
      count: 1,
    })),
  ];
}

function unfolded(folder) {
  let nodes = inside(folder);
  for (;;) {
    const large = nodes.filter(
      (node) =>
        node.folder &&
        node.count > LARGE_SHARE * folder.count &&
        nodes.length - 1 + node.folder.children.length + node.folder.files.length <= MOST_UNFOLDED,
    );
    if (large.length === 0) return nodes;
    const largest = large.reduce((one, other) => (other.count > one.count ? other : one));
    nodes = nodes.filter((node) => node !== largest).concat(inside(largest.folder, largest.name));
  }
}

// What is inside, with the dependencies of all that is below it.
function neighbourhood(folder) {
  const all = unfolded(folder);
  const owner = new Map();
  all.forEach((node, at) =>
    (node.folder ? filesBelow(node.folder) : [node.file]).forEach((file) => {
      owner.set(file.index, at);
      if (cycleOf.has(file.index)) node.cyclic = true;
    }),
  );
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
  const linked = all
    .map((_node, at) => at)
    .filter((at) => degree[at] > 0)
    .sort((one, other) => degree[other] - degree[one]);
  const kept = linked.slice(0, MOST_NODES);
  const number = new Map(kept.map((at, place) => [at, place]));
  return {
    nodes: kept.map((at) => all[at]),
    links: links
      .filter(({ from, to }) => number.has(from) && number.has(to))
      .map((link) => ({ ...link, from: number.get(link.from), to: number.get(link.to) })),
    alone: all.filter((_node, at) => degree[at] === 0),
    left: linked.length - kept.length,
  };
}

// Where folders have nothing to do with each other, the largest of them is where to begin.
function firstLinked(node) {
  let at = node;
  while (at.children.length > 0 && neighbourhood(at).nodes.length === 0)
    at = at.children.reduce((one, other) => (other.count > one.count ? other : one));
  return neighbourhood(at).nodes.length > 0 ? at : node;
}

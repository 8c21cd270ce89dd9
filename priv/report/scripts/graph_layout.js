// A layered drawing of a directed graph: whoever uses something is left of it. Nodes in a circle
// share a layer. Values in, places out.

const TALLEST = 14;
const COLUMN = 240;
const ROW = 46;
const NODE = { width: 168, height: 34 };

function layered(nodes, links) {
  const targets = nodes.map(() => []);
  const sources = nodes.map(() => []);
  for (const { from, to } of links) {
    targets[from].push(to);
    sources[to].push(from);
  }
  const layers = layersOf(nodes.length, targets);
  const columns = [];
  nodes.forEach((_node, at) => (columns[layers[at]] ||= []).push(at));
  const filled = columns.filter(Boolean);
  ordered(filled, targets, sources);
  return places(nodes.length, filled.flatMap(split));
}

// A layer that is too tall stands beside itself.
function split(column) {
  const count = Math.ceil(column.length / TALLEST);
  const height = Math.ceil(column.length / count);
  return Array.from({ length: count }, (_none, at) => column.slice(at * height, (at + 1) * height));
}

// The longest way that leads to a node's circle, in a graph without circles: one node for each.
function layersOf(count, targets) {
  const group = componentsOf(count, targets);
  const groups = Math.max(-1, ...group) + 1;
  const layer = new Array(groups).fill(0);
  // Components are numbered from those that use nothing: sources have the higher numbers.
  const members = Array.from({ length: groups }, () => []);
  group.forEach((number, at) => members[number].push(at));
  for (let number = groups - 1; number >= 0; number--) {
    for (const at of members[number]) {
      for (const to of targets[at])
        if (group[to] !== number) layer[group[to]] = Math.max(layer[group[to]], layer[number] + 1);
    }
  }
  return group.map((number) => layer[number]);
}

// Strongly connected components (Tarjan 1972), numbered against the direction of links.
function componentsOf(count, targets) {
  const index = new Array(count).fill(-1);
  const low = new Array(count).fill(0);
  const component = new Array(count).fill(-1);
  const open = [];
  let next = 0;
  let found = 0;
  for (let start = 0; start < count; start++) {
    if (index[start] >= 0) continue;
    const frames = [{ at: start, step: 0 }];
    while (frames.length > 0) {
      const frame = frames[frames.length - 1];
      const { at } = frame;
      if (frame.step === 0) {
        index[at] = low[at] = next++;
        open.push(at);
      }
      if (frame.step < targets[at].length) {
        const to = targets[at][frame.step++];
        if (index[to] < 0) frames.push({ at: to, step: 0 });
        else if (component[to] < 0) low[at] = Math.min(low[at], index[to]);
        continue;
      }
      frame.step = Infinity;
      if (low[at] === index[at]) {
        let member;
        do component[(member = open.pop())] = found;
        while (member !== at);
        found++;
      }
      frames.pop();
      if (frames.length > 0)
        low[frames[frames.length - 1].at] = Math.min(low[frames[frames.length - 1].at], low[at]);
    }
  }
  return component;
}

// Each node at the mean of its neighbours in the other layers, to and fro a few times.
function ordered(columns, targets, sources) {
  const place = [];
  const remember = () =>
    columns.forEach((column) => column.forEach((at, row) => (place[at] = row - column.length / 2)));
  remember();
  for (let pass = 0; pass < 8; pass++) {
    const neighbours = pass % 2 === 0 ? sources : targets;
    for (const column of pass % 2 === 0 ? columns : [...columns].reverse()) {
      const wish = new Map(
        column.map((at) => [
          at,
          neighbours[at].length > 0
            ? sum(neighbours[at], (other) => place[other]) / neighbours[at].length
            : place[at],
        ]),
      );
      column.sort((one, other) => wish.get(one) - wish.get(other));
      column.forEach((at, row) => (place[at] = row - column.length / 2));
    }
  }
}

function places(count, columns) {
  const tallest = Math.max(1, ...columns.map((column) => column.length));
  const placed = new Array(count);
  columns.forEach((column, layer) => {
    const top = ((tallest - column.length) * ROW) / 2;
    column.forEach(
      (at, row) => (placed[at] = { x: 8 + layer * COLUMN, y: 8 + top + row * ROW, layer }),
    );
  });
  const width = 16 + (Math.max(1, columns.length) - 1) * COLUMN + NODE.width + 46;
  return { placed, width, height: 16 + tallest * ROW };
}

// The map: area is lines of code, colour a measure. Folders are opened by a click, files shown.

const HEADER = 18;
const SMALLEST = 14;

function treemapSection() {
  const keys = Object.keys(MEASURES).filter(measured);
  if (keys.length === 0 || tree.lines === 0)
    return [element("p", { class: "notice" }, "No file has lines of code.")];
  const state = {
    at: tree,
    key: keys.includes("cyclomatic") ? "cyclomatic" : keys[0],
    what: tree.judged > 0 ? "code" : "all",
  };
  const crumbs = element("div");
  const map = element("div", { class: "map card" });
  const below = element("div");

  function go(node) {
    state.at = node;
    draw();
  }

  function draw() {
    const measure = MEASURES[state.key];
    const colours = scale(measure);
    replace(crumbs, breadcrumbs(state.at, go));
    replace(
      map,
      mapView(state.at, WEIGHTS[state.what], measure, colours, go),
      legend(measure, colours),
    );
    replace(below, folderTable(state.at, measure, go));
  }

  const controls = element(
    "div",
    { class: "controls" },
    choice(
      "Colour",
      keys.map((key) => [key, MEASURES[key].label]),
      state.key,
      (key) => {
        state.key = key;
        draw();
      },
    ),
    tree.judged > 0 &&
      choice(
        "Files",
        [
          ["code", "code"],
          ["all", "also data and documents"],
        ],
        state.what,
        (what) => {
          state.what = what;
          draw();
        },
      ),
  );
  redraws.push(draw);
  queueMicrotask(draw);
  const empty = files.filter((file) => !file.code_lines).length;
  return [
    controls,
    crumbs,
    map,
    empty > 0 &&
      element(
        "p",
        { class: "muted" },
        `${counted(empty, "file has", "files have")} no line of code and so no area.`,
      ),
    below,
  ];
}

const WEIGHTS = {
  all: { folder: (node) => node.lines, file: (file) => file.code_lines || 0 },
  code: { folder: (node) => node.judged, file: judgedLines },
};

function mapView(node, weight, measure, colours, go) {
  const width = Math.max(300, Math.min(1280, mainWidth() - 34));
  const height = Math.round(Math.max(320, Math.min(640, width * 0.55)));
  const svg = drawn("svg", {
    viewBox: `0 0 ${width} ${height}`,
    role: "group",
    "aria-label": `Map of ${node.path || report.codebase.id}`,
  });
  const open = [{ node, depth: 0, inner: { x: 0, y: 0, width, height }, top: null }];
  while (open.length > 0) {
    const at = open.pop();
    const items = [
      ...at.node.children.map((child) => ({ weight: weight.folder(child), folder: child })),
      ...at.node.files.map((file) => ({ weight: weight.file(file), file })),
    ];
    for (const place of squarify(items, at.inner)) {
      const top = at.top || place.item.folder || null;
      if (place.item.folder)
        open.push(...folderView(svg, place, at.depth, top, measure, colours, go));
      else svg.append(fileView(place, at.depth, top, measure, colours, go));
    }
  }
  svg.addEventListener("pointerleave", hideTip);
  return svg;
}

// Answers what is still to be drawn inside.
function folderView(svg, place, depth, top, measure, colours, go) {
  const {
    item: { folder: node },
    x,
    y,
    width,
    height,
  } = place;
  const open = () => go(depth === 0 ? node : top);
  const told = (event) =>
    showTip(
      event,
      shown(`${node.path}/`),
      `${counted(node.count, "file")}, ${counted(node.lines, "line")} of code`,
    );
  const small = width < 2 * SMALLEST || height < HEADER + SMALLEST;
  const view = drawn(
    "g",
    depth === 0
      ? {
          tabindex: "0",
          role: "button",
          "aria-label": `Folder ${node.path}, ${counted(node.lines, "line")}`,
          onkeydown: pressed(open),
        }
      : {},
    drawn("rect", {
      class: "folder",
      x,
      y,
      width: Math.max(0, width),
      height: Math.max(0, height),
      onclick: open,
      onpointermove: told,
      style: small ? { fill: meanColour(node, measure, colours) } : {},
    }),
  );
  if (!small) view.append(label(node.name, x + 4, y + 13, width - 8));
  svg.append(view);
  return small
    ? []
    : [
        {
          node,
          depth: depth + 1,
          top,
          inner: { x: x + 1, y: y + HEADER, width: width - 2, height: height - HEADER - 1 },
        },
      ];
}

function fileView({ item: { file }, x, y, width, height }, depth, top, measure, colours, go) {
  const value = measure.of(file);
  const colour = colours.colour(value);
  const act = () => (depth === 0 ? showFile(file.index) : go(top));
  const attributes =
    depth === 0
      ? {
          tabindex: "0",
          role: "button",
          "aria-label": `File ${file.path}, ${measure.label} ${measure.text(value)}`,
          onkeydown: pressed(act),
        }
      : {};
  const told = (event) =>
    showTip(
      event,
      shown(file.path),
      `${counted(file.code_lines, "line")} of code, ${file.language}`,
      `${measure.label}: ${known(value) ? measure.text(value) : NOT_MEASURED}`,
    );
  const view = drawn(
    "g",
    attributes,
    drawn("rect", {
      class: "leaf",
      x,
      y,
      width,
      height,
      onclick: act,
      onpointermove: told,
      style: { fill: colour || "var(--unknown)" },
    }),
  );
  if (width > 44 && height > 16)
    view.append(label(file.name, x + 4, y + 13, width - 8, colour && inkOn(colour)));
  return view;
}

function label(text, x, y, room, ink) {
  const letters = Math.floor(room / 6.6);
  const cut = text.length > letters ? `${text.slice(0, Math.max(0, letters - 1))}…` : text;
  return drawn("text", { x, y, style: ink ? { fill: ink } : {} }, letters < 3 ? "" : shown(cut));
}

function meanColour(node, measure, colours) {
  const below = filesBelow(node).filter((file) => known(measure.of(file)));
  const lines = sum(below, (file) => file.code_lines || 0);
  return lines === 0
    ? "var(--unknown)"
    : colours.colour(sum(below, (file) => measure.of(file) * (file.code_lines || 0)) / lines);
}

function pressed(act) {
  return (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  };
}

function folderTable(node, measure, go) {
  const rows = [
    ...node.children.map((child) => ({
      folder: child,
      name: `${child.name}/`,
      lines: child.lines,
      count: child.count,
    })),
    ...node.files.map((file) => ({ file, name: file.name, lines: file.code_lines, count: 1 })),
  ];
  const columns = [
    {
      key: "name",
      label: "In this folder",
      text: true,
      class: "path",
      of: (row) => row.name,
      show: (row) =>
        element(
          "button",
          {
            type: "button",
            class: "plain",
            onclick: () => (row.folder ? go(row.folder) : showFile(row.file.index)),
          },
          shown(row.name),
        ),
    },
    { key: "count", label: "Files", of: (row) => row.count },
    { key: "lines", label: "Lines of code", of: (row) => row.lines },
    {
      key: "value",
      label: headingOf(measure),
      of: (row) => folderValue(row, measure),
      format: measure.text,
    },
  ];
  return [
    element("h3", {}, "As a table"),
    table({ columns, rows, sort: { key: "lines" }, page: 10, label: "Files and folders" }),
  ];
}

const headingOf = (measure) =>
  measure.range || measure.mean ? `${measure.label}, mean` : measure.label;

// Counts add up, scores have a mean over lines of code.
function folderValue(row, measure) {
  if (row.file) return measure.of(row.file);
  const below = filesBelow(row.folder).filter((file) => known(measure.of(file)));
  if (below.length === 0) return null;
  if (!measure.range && !measure.mean) return sum(below, measure.of);
  const lines = sum(below, (file) => file.code_lines || 0);
  return lines === 0
    ? null
    : sum(below, (file) => measure.of(file) * (file.code_lines || 0)) / lines;
}

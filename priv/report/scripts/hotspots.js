// Files that are complex and often changed: there work pays most.

const heat = (file, key) =>
  known(file[key]) && known(file.commits) ? file[key] * file.commits : null;

function hotspots(key) {
  return files
    .filter((file) => heat(file, key) > 0)
    .sort((one, other) => heat(other, key) - heat(one, key));
}

function hotspotsSection() {
  const { problem, since, commits, shallow, cut } = report.history;
  const notes = [
    problem &&
      `How often files were changed is not known: ${problem}. The files are listed by complexity alone.`,
    !problem &&
      shallow &&
      "The git clone is shallow: commits before its first one are not counted.",
    !problem && cut && `Only the newest ${number(commits)} commits were read.`,
    !problem && commits === 0 && `There is no commit since ${since}.`,
  ].filter(Boolean);
  const [plot, list] = [element("div"), element("div")];
  let key = "cyclomatic";
  const drawPlot = () => replace(plot, !problem && scatterView(key));
  const draw = (chosen) => {
    key = chosen;
    drawPlot();
    replace(list, hotspotTable(key, !problem));
  };
  redraws.push(drawPlot);
  draw(key);
  return [
    !problem &&
      element(
        "p",
        { class: "lead" },
        `${counted(commits, "commit")} since ${since}, merges left out; renamed files keep their history. The product is that of commits and complexity.`,
      ),
    notes.map((note) => element("p", { class: "notice" }, note)),
    element(
      "div",
      { class: "controls" },
      choice(
        "Complexity",
        [
          ["cyclomatic", "cyclomatic"],
          ["cognitive", "cognitive"],
        ],
        "cyclomatic",
        draw,
      ),
    ),
    plot,
    list,
  ];
}

function hotspotTable(key, withHistory) {
  const rows = (withHistory ? hotspots(key) : files.filter((file) => file[key] > 0)).slice(0, 1000);
  if (rows.length === 0)
    return element("p", { class: "notice" }, "No file has both complexity and commits.");
  const columns = [
    fileColumn,
    { key: "heat", label: "Product", of: (file) => heat(file, key) },
    { key, label: words(key), of: (file) => file[key] },
    { key: "commits", label: "Commits", of: (file) => file.commits },
    { key: "authors", label: "Authors", of: (file) => file.authors },
    {
      key: "changed",
      label: "Lines changed",
      of: (file) => (known(file.added) ? file.added + file.deleted : null),
    },
    { key: "last_commit", label: "Last change", of: (file) => file.last_commit, format: day },
    { key: "code_lines", label: "Lines", of: (file) => file.code_lines },
    { key: "maintainability", label: "Maintainable", of: (file) => file.maintainability },
  ].filter(
    (column) =>
      withHistory || !["heat", "commits", "authors", "changed", "last_commit"].includes(column.key),
  );
  return table({
    label: "Hotspots",
    rows,
    columns,
    sort: { key: withHistory ? "heat" : key },
    page: 15,
  });
}

const PLOT = { height: 340, left: 44, right: 20, top: 22, bottom: 40 };

function scatterView(key) {
  const all = hotspots(key);
  if (all.length < 2) return null;
  const dots = all.slice(0, 600);
  const width = Math.max(300, Math.min(1240, mainWidth() - 34));
  const most = {
    x: Math.max(...dots.map((file) => file.commits)),
    y: Math.max(...dots.map((file) => file[key])),
  };
  const x = (value) =>
    PLOT.left +
    (Math.log(value) / Math.log(Math.max(2, most.x))) * (width - PLOT.left - PLOT.right);
  const y = (value) =>
    PLOT.height -
    PLOT.bottom -
    (Math.log(value) / Math.log(Math.max(2, most.y))) * (PLOT.height - PLOT.top - PLOT.bottom);
  const svg = drawn(
    "svg",
    {
      viewBox: `0 0 ${width} ${PLOT.height}`,
      role: "img",
      "aria-label": "Complexity by commits; the table below has the same",
    },
    axes(most, x, y, width - PLOT.right, key),
    dots
      .map((file, at) =>
        drawn("circle", {
          class: at < 10 ? "hot" : null,
          cx: x(file.commits),
          cy: y(file[key]),
          r: Math.max(3, Math.min(14, Math.sqrt(file.code_lines || 1) / 3)),
          onclick: () => showFile(file.index),
          onpointerleave: hideTip,
          onpointermove: (event) =>
            showTip(
              event,
              shown(file.path),
              `${counted(file.commits, "commit")}, ${key} complexity ${number(file[key])}, ${counted(file.code_lines, "line")}`,
            ),
        }),
      )
      .reverse(),
  );
  return element(
    "div",
    { class: "scatter card" },
    svg,
    element(
      "div",
      { class: "legend" },
      "Size is lines of code. Red: the ten hottest.",
      all.length > 600 && " The 600 hottest are drawn.",
    ),
  );
}

function ticks(most) {
  return [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000].filter(
    (value) => value <= most,
  );
}

function axes(most, x, y, right, key) {
  const bottom = PLOT.height - PLOT.bottom;
  return [
    ticks(most.x).map((value) => [
      drawn("line", { class: "rule", x1: x(value), x2: x(value), y1: PLOT.top, y2: bottom }),
      drawn(
        "text",
        { class: "axis", x: x(value), y: bottom + 15, "text-anchor": "middle" },
        short(value),
      ),
    ]),
    ticks(most.y).map((value) => [
      drawn("line", { class: "rule", x1: PLOT.left, x2: right, y1: y(value), y2: y(value) }),
      drawn(
        "text",
        { class: "axis", x: PLOT.left - 6, y: y(value) + 4, "text-anchor": "end" },
        short(value),
      ),
    ]),
    drawn(
      "text",
      { class: "axis", x: right, y: PLOT.height - 6, "text-anchor": "end" },
      "commits →",
    ),
    drawn("text", { class: "axis", x: 4, y: 11 }, `↑ ${key} complexity`),
  ];
}

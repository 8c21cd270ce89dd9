// Totals over time.

const TRENDS = [
  { key: "code_lines", label: "Lines of code", text: short },
  { key: "files", label: "Files", text: number },
  { key: "quality", label: "Quality", text: number },
  { key: "maintainability", label: "Maintainability", text: number },
  { key: "debt_minutes", label: "Debt", text: days },
  { key: "smells", label: "Smells", text: number },
  { key: "vulnerabilities", label: "Security findings", text: number },
  { key: "cyclomatic_complexity", label: "Cyclomatic complexity", text: short },
  { key: "coverage", label: "Test coverage", text: percent },
  { key: "duplication", label: "Duplication", text: (value) => `${number(value)} %` },
];

function trendsSection() {
  const points = report.snapshots.map(({ taken_at, totals: sums }) => ({
    time: Date.parse(taken_at),
    sums,
  }));
  if (points.length < 2)
    return [
      element(
        "p",
        { class: "notice" },
        "There is no history yet: every ",
        element("code", {}, "mix code.ingest"),
        " and ",
        element("code", {}, "mix code.report"),
        " adds a point, one an hour at most.",
      ),
    ];
  return [
    element(
      "p",
      { class: "lead" },
      `${counted(points.length, "point")} from ${when(points[0])} to ${when(points[points.length - 1])}.`,
    ),
    element(
      "div",
      { class: "charts" },
      TRENDS.map((trend) => chart(trend, points)),
    ),
  ];
}

const when = (point) => new Date(point.time).toISOString().slice(0, 16).replace("T", " ");

function chart({ key, label, text }, points) {
  const line = points
    .map((point) => ({ ...point, value: point.sums[key] }))
    .filter((point) => known(point.value));
  if (line.length < 2) return null;
  const values = line.map((point) => point.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [first, last] = [line[0], line[line.length - 1]];
  const x = (time) => 6 + ((time - first.time) / (last.time - first.time || 1)) * 308;
  const y = (value) => (high === low ? 45 : 82 - ((value - low) / (high - low)) * 74);
  const change = last.value - first.value;
  return element(
    "div",
    { class: "card chart" },
    element(
      "div",
      { class: "head" },
      element("span", { class: "muted" }, label),
      element("strong", {}, text(last.value)),
    ),
    drawn(
      "svg",
      {
        viewBox: "0 0 320 104",
        role: "img",
        "aria-label": `${label}: from ${text(first.value)} to ${text(last.value)}`,
        onpointerleave: hideTip,
      },
      drawn("line", { class: "rule", x1: 0, x2: 320, y1: 88, y2: 88 }),
      drawn("polyline", {
        points: line.map((point) => `${x(point.time)},${y(point.value)}`).join(" "),
      }),
      line.length <= 60 &&
        line.map((point) =>
          drawn("circle", {
            cx: x(point.time),
            cy: y(point.value),
            r: 3,
            onpointermove: (event) => showTip(event, text(point.value), when(point)),
          }),
        ),
      drawn("text", { class: "axis", x: 0, y: 101 }, when(first).slice(0, 10)),
      drawn(
        "text",
        { class: "axis", x: 320, y: 101, "text-anchor": "end" },
        when(last).slice(0, 10),
      ),
    ),
    element(
      "div",
      { class: "muted" },
      change === 0
        ? "unchanged"
        : `${change > 0 ? "+" : "−"}${text(Math.abs(change))} since the first`,
    ),
  );
}

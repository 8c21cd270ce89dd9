// The numbers of the whole codebase, and what to look at first.

function overviewSection() {
  return [attention(), tiles(), element("div", { class: "two" }, languagesView(), measuredView())];
}

function tile(label, value, ...notes) {
  const none = !known(value);
  return element(
    "div",
    { class: "tile" },
    element("div", { class: "label" }, label),
    element("div", { class: none ? "value none" : "value" }, none ? NOT_MEASURED : value),
    notes.filter(Boolean).map((note) => element("div", { class: "note" }, note)),
  );
}

const ifKnown = (value, show) => (known(value) ? show(value) : null);

function tiles() {
  const severities = ["high", "medium", "low"].map((severity) =>
    sum(
      records(report.rules).filter((rule) => rule.severity === severity),
      (rule) => rule.places,
    ),
  );
  const ratio =
    known(totals.debt_minutes) && totals.code_lines
      ? totals.debt_minutes / (30 * totals.code_lines)
      : null;
  return element(
    "div",
    { class: "tiles" },
    tile("Files", number(totals.files), counted(totals.languages, "language")),
    tile(
      "Lines of code",
      short(totals.code_lines),
      `${short(totals.comment_lines)} comment, ${short(totals.functions)} functions`,
    ),
    tile("Quality", ifKnown(totals.quality, number), "0 to 100, mean over lines"),
    tile("Maintainability", ifKnown(totals.maintainability, number), "0 to 100, mean over lines"),
    tile(
      "Technical debt",
      ifKnown(totals.debt_minutes, days),
      known(ratio) &&
        `${percent(ratio)} of the time to write it, ${counted(totals.smells, "smell")}`,
    ),
    tile(
      "Security findings",
      ifKnown(totals.vulnerabilities, number),
      known(totals.vulnerabilities) &&
        `${number(severities[0])} high, ${number(severities[1])} medium, and ${number(severities[2])} low`,
    ),
    tile(
      "Test coverage",
      ifKnown(totals.coverage, percent),
      known(totals.coverage)
        ? `${short(totals.covered_lines)} of ${short(totals.relevant_lines)} lines`
        : "mix code.coverage takes reports",
    ),
    tile(
      "Duplication",
      ifKnown(totals.duplication, (value) => `${number(value)} %`),
      "of the lines",
    ),
    tile(
      "Dependency cycles",
      report.cycles && number(report.cycles.length),
      cycleOf.size > 0 && `${counted(cycleOf.size, "file")} in them`,
    ),
    tile(
      "Documented",
      ifKnown(totals.documentation, percent),
      "of what should be, mean over lines",
    ),
  );
}

function attention() {
  const points = [worstHotspot(), worstFinding(), worstCycle(), worstStatus(), cutFiles()].filter(
    Boolean,
  );
  if (points.length === 0) return null;
  return [
    element("h3", {}, "To look at first"),
    element(
      "ul",
      { class: "attention" },
      points.map((point) => element("li", {}, point)),
    ),
  ];
}

function worstHotspot() {
  const [file] = hotspots("cyclomatic");
  return (
    file && [
      fileLink(file.index),
      ` is complex (${number(file.cyclomatic)}) and often changed (${counted(file.commits, "commit")}).`,
    ]
  );
}

function worstFinding() {
  const high = sum(
    records(report.rules).filter((rule) => rule.severity === "high"),
    (rule) => rule.places,
  );
  const all = issues.filter((issue) => issue.severity === "high");
  const first = all.find((issue) => !isTest(files[issue.file])) || all[0];
  return (
    first && [
      `${counted(high, "security finding")} of high severity, such as in `,
      fileLink(first.file, first.line),
      ".",
    ]
  );
}

function worstCycle() {
  const [cycle] = report.cycles ?? [];
  return (
    cycle && [
      `${counted(cycle.members.length, "file")} depend on each other in the largest cycle: `,
      fileLink(cycle.path[0]),
      " and others.",
    ]
  );
}

function worstStatus() {
  const bad = files.filter((file) => file.parse_status !== "ok");
  const statuses = [...grouped(bad, (file) => file.parse_status)].map(
    ([status, list]) => `${number(list.length)} ${words(status).toLowerCase()}`,
  );
  return (
    bad.length > 0 && [
      `${counted(bad.length, "file was", "files were")} not parsed in full (${statuses.join(", ")}), such as `,
      fileLink(bad[0].index),
      ".",
    ]
  );
}

function cutFiles() {
  const left = (totals.files || 0) - files.length;
  return (
    left > 0 &&
    `This page has the ${number(files.length)} files with the most code; ${number(left)} smaller ones count in the sums only.`
  );
}

function languagesView() {
  const most = Math.max(1, ...report.languages.map((language) => language.code_lines || 0));
  return element(
    "div",
    {},
    element("h3", {}, "Languages"),
    table({
      label: "Languages",
      rows: report.languages,
      page: 20,
      sort: { key: "code_lines" },
      columns: [
        { key: "language", label: "Language", text: true, of: (row) => row.language },
        { key: "files", label: "Files", of: (row) => row.files },
        { key: "code_lines", label: "Lines of code", of: (row) => row.code_lines },
        {
          key: "share",
          label: "",
          text: true,
          class: "bar",
          of: (row) => row.code_lines,
          show: (row) => meter((row.code_lines || 0) / most),
        },
        { key: "quality", label: "Quality", of: (row) => row.quality },
        { key: "smells", label: "Smells", of: (row) => row.smells },
      ],
    }),
  );
}

function meter(share) {
  return element(
    "span",
    { class: "meter", "aria-hidden": "true" },
    element("i", { style: { width: `${100 * Math.min(1, Math.max(0, share))}%` } }),
  );
}

const REASON = "not parsed, or not in its language";
const WHY = {
  test_coverage: "no report was imported: mix code.coverage",
  duplication_percentage: "no clones were looked for",
  pagerank_score: "files that take no part in the graph",
  documentation_coverage: "files with nothing to document",
};

function measuredView() {
  const rows = Object.entries(report.measured || {}).map(([column, count]) => ({ column, count }));
  return element(
    "div",
    {},
    element("h3", {}, "What was measured"),
    table({
      label: "What was measured",
      rows,
      page: 20,
      sort: { key: "count" },
      columns: [
        { key: "column", label: "Measure", text: true, of: (row) => words(row.column) },
        {
          key: "count",
          label: "Files",
          of: (row) => row.count,
          format: (count) => (count === 0 ? NOT_MEASURED : number(count)),
        },
        {
          key: "why",
          label: "Where it is missing",
          text: true,
          of: (row) => (row.count < totals.files ? WHY[row.column] || REASON : ""),
          show: (row) =>
            element(
              "span",
              { class: "muted" },
              row.count < totals.files ? WHY[row.column] || REASON : "",
            ),
        },
      ],
    }),
  );
}

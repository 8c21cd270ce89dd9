// Smells and findings about security, by file, with their lines.

const WEIGHT = { high: 100, medium: 10, low: 1 };
const weightOf = (issue) => (issue.kind === "finding" ? WEIGHT[issue.severity] || 1 : 2);

function issuesSection() {
  const rules = records(report.rules);
  if (!known(totals.smells) && !known(totals.vulnerabilities))
    return [
      element(
        "p",
        { class: "notice" },
        "Neither smells nor findings were looked for in these files.",
      ),
    ];
  if (rules.length === 0)
    return [element("p", { class: "notice" }, "There are no smells and no findings.")];
  const state = { kind: "all", where: "all", rule: "", text: "", shown: 25 };
  const list = element("div");
  const draw = () => replace(list, issueList(state, draw));
  const set = (key) => (value) => {
    state[key] = value;
    state.shown = 25;
    draw();
  };
  draw();
  const all = sum(rules, (rule) => rule.places);
  return [
    all > issues.length &&
      element(
        "p",
        { class: "notice" },
        `${number(issues.length)} of ${number(all)} places are on this page: of findings the worst, of smells those furthest above their thresholds. The counts of rules are complete.`,
      ),
    rulesView(rules, (rule) => {
      set("rule")(rule);
      list.scrollIntoView({ block: "start" });
    }),
    element("h3", {}, "By file"),
    element(
      "div",
      { class: "controls" },
      choice(
        "Show",
        [
          ["all", "everything"],
          ["finding", "security"],
          ["high", "security, high"],
          ["medium", "security, medium"],
          ["low", "security, low"],
          ["smell", "smells"],
        ],
        "all",
        set("kind"),
      ),
      choice(
        "In",
        [
          ["all", "all files"],
          ["code", "files that are no tests"],
          ["tests", "tests and examples"],
        ],
        "all",
        set("where"),
      ),
      element(
        "label",
        {},
        "File or rule ",
        element("input", {
          type: "search",
          placeholder: "part of its name",
          oninput: (event) => set("text")(event.target.value.toLowerCase()),
        }),
      ),
    ),
    list,
  ];
}

function rulesView(rules, pick) {
  return table({
    label: "Rules",
    rows: rules,
    page: 10,
    sort: { key: "weight" },
    columns: [
      {
        key: "rule",
        label: "Rule",
        text: true,
        class: "path",
        of: (row) => row.rule,
        show: (row) =>
          element(
            "button",
            { type: "button", class: "plain", onclick: () => pick(row.rule) },
            shown(row.rule),
          ),
      },
      {
        key: "weight",
        label: "Severity",
        text: true,
        of: (row) => (row.kind === "finding" ? WEIGHT[row.severity] || 1 : 2),
        show: (row) =>
          element("span", { class: `badge ${row.severity || ""}` }, row.severity || "smell"),
      },
      { key: "places", label: "Places", of: (row) => row.places },
      { key: "files", label: "Files", of: (row) => row.files },
    ],
  });
}

function wanted(issue, { kind, where, rule, text }) {
  const fits = kind === "all" || issue.kind === kind || issue.severity === kind;
  const there = where === "all" || (where === "tests") === isTest(files[issue.file]);
  return (
    fits &&
    there &&
    (!rule || issue.rule === rule) &&
    (!text ||
      issue.rule.toLowerCase().includes(text) ||
      files[issue.file].path.toLowerCase().includes(text))
  );
}

function issueList(state, draw) {
  const groups = [
    ...grouped(
      issues.filter((issue) => wanted(issue, state)),
      (issue) => issue.file,
    ),
  ]
    .map(([file, found]) => ({ file, found, weight: sum(found, weightOf) }))
    .sort((one, other) => other.weight - one.weight || one.file - other.file);
  return [
    state.rule &&
      element(
        "p",
        {},
        "Only ",
        element("strong", {}, shown(state.rule)),
        ". ",
        element(
          "button",
          {
            type: "button",
            onclick: () => {
              state.rule = "";
              draw();
            },
          },
          "Show all rules",
        ),
      ),
    groups.length === 0 && element("p", { class: "muted" }, "Nothing on this page fits."),
    groups
      .slice(0, state.shown)
      .map(({ file, found }) =>
        unfolding(issueSummary(file, found), () => [
          element("p", {}, fileLink(file)),
          issueViews(found),
        ]),
      ),
    groups.length > state.shown &&
      element(
        "div",
        { class: "more" },
        element(
          "button",
          {
            type: "button",
            onclick: () => {
              state.shown += 100;
              draw();
            },
          },
          "Show more",
        ),
        `${number(state.shown)} of ${counted(groups.length, "file")}`,
      ),
  ];
}

function issueSummary(file, found) {
  const high = found.filter((issue) => issue.severity === "high").length;
  const medium = found.filter((issue) => issue.severity === "medium").length;
  const smells = found.filter((issue) => issue.kind === "smell").length;
  return [
    element("span", { class: "path" }, pathText(files[file].path)),
    high > 0 && element("span", { class: "badge high" }, `${high} high`),
    medium > 0 && element("span", { class: "badge medium" }, `${medium} medium`),
    found.length > high + medium + smells &&
      element("span", { class: "badge" }, `${found.length - high - medium - smells} low`),
    smells > 0 && element("span", { class: "badge" }, counted(smells, "smell")),
  ];
}

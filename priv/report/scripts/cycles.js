// Circles of dependencies, with the shortest way around each.

function cyclesView() {
  const heading = element("h3", {}, "Cycles");
  if (report.cycles === null)
    return [heading, element("p", { class: "muted" }, "Not measured: no dependencies are known.")];
  if (report.cycles.length === 0)
    return [
      heading,
      element("p", { class: "muted" }, "No files depend on each other in a circle."),
    ];
  const list = element("div");
  const draw = (count) =>
    replace(
      list,
      report.cycles.slice(0, count).map(cycleDetails),
      report.cycles.length > count &&
        element(
          "div",
          { class: "more" },
          element("button", { type: "button", onclick: () => draw(count + 50) }, "Show more"),
          `${number(count)} of ${number(report.cycles.length)}`,
        ),
    );
  draw(8);
  return [
    heading,
    element(
      "p",
      { class: "muted" },
      `${counted(report.cycles.length, "group")} of files that depend on each other in a circle, with the shortest way around; in all ${counted(cycleOf.size, "file")}.`,
    ),
    list,
  ];
}

function cycleDetails(cycle, at) {
  return unfolding(
    [
      element("span", { class: "path" }, pathText(common(cycle.members))),
      element("span", { class: "badge high" }, counted(cycle.members.length, "file")),
    ],
    () => cycleView(cycle),
    at === 0,
  );
}

function cycleView(cycle) {
  return element(
    "div",
    { class: "two" },
    element(
      "div",
      {},
      element("h3", {}, "The shortest way around"),
      element(
        "ol",
        { class: "way" },
        cycle.path.map((file) => element("li", {}, fileLink(file))),
        element("li", { class: "back muted" }, "and back to the first"),
      ),
    ),
    cycle.members.length > cycle.path.length && membersView(cycle.members),
  );
}

function membersView(members) {
  const list = element("div");
  const draw = (count) =>
    replace(
      list,
      members.slice(0, count).map((file) => element("div", {}, fileLink(file))),
      members.length > count &&
        element(
          "button",
          { type: "button", onclick: () => draw(members.length) },
          `Show all ${number(members.length)}`,
        ),
    );
  draw(12);
  return element("div", {}, element("h3", {}, "All in it"), list);
}

// The folder that all of them are in, or the names of two.
function common(members) {
  const paths = members.map((at) => files[at].path);
  if (paths.length === 2) return `${paths[0]}, ${paths[1]}`;
  const parts = paths[0].split("/").slice(0, -1);
  while (parts.length > 0 && !paths.every((path) => path.startsWith(`${parts.join("/")}/`)))
    parts.pop();
  return parts.length > 0 ? `${parts.join("/")}/` : report.codebase.id;
}

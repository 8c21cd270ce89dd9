// The same code in two places, side by side.

function duplicationSection() {
  if (!known(totals.duplication))
    return [element("p", { class: "notice" }, "Duplication was not measured.")];
  const clones = records(report.clones);
  return [
    element(
      "p",
      { class: "lead" },
      `${number(totals.duplication)} % of the lines are somewhere else too.`,
    ),
    clones.length === 0
      ? element("p", { class: "muted" }, "No two places have the same code.")
      : element("p", { class: "muted" }, `The ${counted(clones.length, "longest pair")}.`),
    clones.map((clone, at) =>
      unfolding(
        [
          element(
            "span",
            { class: "path" },
            `${placeName(clone.file, clone.line, clone.end_line)} = ${placeName(clone.other, clone.other_line, clone.other_end_line)}`,
          ),
          known(clone.tokens) &&
            element("span", { class: "badge" }, counted(clone.tokens, "token")),
        ],
        () =>
          element(
            "div",
            { class: "two" },
            element(
              "div",
              {},
              element("p", {}, fileLink(clone.file, clone.line)),
              excerpt(clone.file, clone.line, clone.end_line, 40),
            ),
            element(
              "div",
              {},
              element("p", {}, fileLink(clone.other, clone.other_line)),
              excerpt(clone.other, clone.other_line, clone.other_end_line, 40),
            ),
          ),
        at === 0,
      ),
    ),
  ];
}

const placeName = (file, line, endLine) => `${shown(files[file].path)}:${line}–${endLine}`;

// Lines that tests ran, and those that they did not.

function coverageSection() {
  if (!known(totals.coverage))
    return [
      element(
        "p",
        { class: "notice" },
        "Test coverage was not measured. ",
        element("code", {}, "mix code.coverage REPORT…"),
        " takes LCOV, Cobertura, Go profiles and coverdata.",
      ),
    ];
  const stale = files.filter((file) => file.coverage_stale).length;
  const without = files.filter((file) => known(file.cyclomatic) && !known(file.coverage)).length;
  const rows = records(report.uncovered).map((row) => ({
    ...row,
    missed: row.relevant - row.covered,
    share: row.covered / row.relevant,
    stale: files[row.file].coverage_stale,
  }));
  return [
    element(
      "p",
      { class: "lead" },
      `${number(totals.covered_lines)} of ${number(totals.relevant_lines)} lines with code ran (${percent(totals.coverage)}).`,
      without > 0 &&
        ` ${counted(without, "file")} with code ${without === 1 ? "is" : "are"} in no report.`,
      stale > 0 && ` ${counted(stale, "file was", "files were")} changed since they were measured.`,
    ),
    rows.length === 0
      ? element("p", { class: "muted" }, "Every line ran.")
      : table({
          label: "Lines that no test ran",
          rows,
          page: 15,
          sort: { key: "missed" },
          columns: [
            {
              key: "path",
              label: "File",
              text: true,
              class: "path",
              of: (row) => files[row.file].path,
              show: (row) => [
                fileLink(row.file),
                row.stale && element("span", { class: "badge" }, "stale"),
              ],
            },
            { key: "share", label: "Covered", of: (row) => row.share, format: percent },
            {
              key: "meter",
              label: "",
              text: true,
              class: "bar",
              of: (row) => row.share,
              show: (row) => meter(row.share),
            },
            { key: "missed", label: "Lines not run", of: (row) => row.missed },
            {
              key: "ranges",
              label: "Which",
              text: true,
              class: "path",
              of: (row) => row.missed,
              show: (row) => rangesText(row.ranges),
            },
          ],
        }),
    report.uncovered_count > rows.length &&
      element(
        "p",
        { class: "muted" },
        `${number(rows.length)} of ${counted(report.uncovered_count, "file")} with lines that did not run.`,
      ),
  ];
}

function rangesText(ranges) {
  const text = ranges
    .slice(0, 12)
    .map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`))
    .join(", ");
  return ranges.length > 12 ? `${text}, …` : text;
}

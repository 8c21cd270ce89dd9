// Lines of files, with those that are meant marked.

function excerpt(file, line, endLine, longest = 12) {
  const stretch = (report.texts[file] || []).find(
    ([start, lines]) => start <= line && line < start + lines.length,
  );
  if (!stretch) return element("p", { class: "muted" }, "The text is not in the tables.");
  const [start, lines] = stretch;
  const last = Math.min(endLine, line + longest - 1);
  const rows = [];
  for (
    let at = Math.max(start, line - 2);
    at <= Math.min(last + 2, start + lines.length - 1);
    at++
  ) {
    const marked = at >= line && at <= last;
    rows.push(
      element(
        "div",
        { class: marked ? "row marked" : "row" },
        element("b", {}, at),
        element("span", {}, lineText(lines[at - start])),
      ),
    );
  }
  if (endLine > last) rows.push(element("div", { class: "cut" }, `… to line ${endLine}`));
  return element(
    "div",
    {
      class: "code",
      tabindex: "0",
      role: "region",
      "aria-label": `${files[file].path}, line ${line}`,
    },
    rows,
  );
}

// What may be a password or key is not in the page.
function lineText(line) {
  return known(line)
    ? shown(line)
    : element("em", { class: "muted" }, "not shown: may hold a secret");
}

function issueTitle(issue) {
  if (issue.kind === "finding") return issue.message || issue.rule;
  const what = words(issue.rule) + (issue.name ? ` ${issue.name}` : "");
  return known(issue.value) && known(issue.threshold) && issue.threshold > 0
    ? `${what}: ${number(issue.value)}, more than ${number(issue.threshold)}`
    : what;
}

function issueBadge(issue) {
  return issue.kind === "finding"
    ? element("span", { class: `badge ${issue.severity}` }, `${issue.severity} · CWE-${issue.cwe}`)
    : element("span", { class: "badge" }, "smell");
}

function issueView(issue) {
  return element(
    "div",
    { class: "issue" },
    element(
      "p",
      {},
      issueBadge(issue),
      ` ${shown(issueTitle(issue))} `,
      element(
        "span",
        { class: "muted" },
        `${shown(issue.rule)}, line ${issue.line}${issue.end_line > issue.line ? `–${issue.end_line}` : ""}`,
      ),
    ),
    excerpt(issue.file, issue.line, issue.end_line),
  );
}

// In the order of lines, the first of them at once.
function issueViews(found, first = 15) {
  const sorted = [...found].sort((one, other) => one.line - other.line);
  const list = element("div");
  const draw = (count) =>
    replace(
      list,
      sorted.slice(0, count).map(issueView),
      sorted.length > count &&
        element(
          "button",
          { type: "button", onclick: () => draw(sorted.length) },
          `Show all ${number(sorted.length)}`,
        ),
    );
  draw(first);
  return list;
}

// A <details> that is filled when it is opened first.
function unfolding(summary, fill, open = false) {
  const inside = element("div", { class: "inside" });
  const node = element("details", { open }, element("summary", {}, summary), inside);
  const once = () => {
    if (node.open && inside.childNodes.length === 0) replace(inside, fill());
  };
  node.addEventListener("toggle", once);
  once();
  return node;
}

// Tables that are sorted by their headings, and show more on demand. What is not known comes last.

function table({ columns, rows, sort, page = 20, label }) {
  const state = { key: sort.key, descending: sort.descending !== false, shown: page };
  const body = element("tbody");
  const more = element("div", { class: "more" });
  const heads = columns.map((column) =>
    element(
      "th",
      { scope: "col", class: column.text ? column.class : "number" },
      element("button", { type: "button", onclick: () => sortBy(column) }, column.label),
    ),
  );

  function sortBy(column) {
    state.descending = state.key === column.key ? !state.descending : !column.text;
    state.key = column.key;
    fill();
  }

  function sorted() {
    const column = columns.find(({ key }) => key === state.key);
    const direction = state.descending ? -1 : 1;
    return [...rows].sort((one, other) => {
      const [left, right] = [column.of(one), column.of(other)];
      if (!known(left) || !known(right)) return known(right) - known(left);
      return direction * (typeof left === "string" ? left.localeCompare(right) : left - right);
    });
  }

  function fill() {
    columns.forEach((column, at) => {
      if (column.key === state.key)
        heads[at].setAttribute("aria-sort", state.descending ? "descending" : "ascending");
      else heads[at].removeAttribute("aria-sort");
    });
    replace(
      body,
      sorted()
        .slice(0, state.shown)
        .map((row) =>
          element(
            "tr",
            {},
            columns.map((column) => cell(column, row)),
          ),
        ),
    );
    replace(
      more,
      rows.length > state.shown &&
        element(
          "button",
          {
            type: "button",
            onclick: () => {
              state.shown += 5 * page;
              fill();
            },
          },
          "Show more",
        ),
      element(
        "span",
        {},
        `${number(Math.min(state.shown, rows.length))} of ${number(rows.length)}`,
      ),
    );
    more.hidden = rows.length <= page;
  }

  fill();
  return element(
    "div",
    {},
    element(
      "div",
      { class: "table" },
      element(
        "table",
        { "aria-label": label },
        element("thead", {}, element("tr", {}, heads)),
        body,
      ),
    ),
    more,
  );
}

function cell(column, row) {
  const value = column.of(row);
  const content = column.show
    ? column.show(row)
    : (column.format || (column.text ? shown : number))(value);
  return element(
    "td",
    {
      class:
        [column.text ? null : "number", column.class, known(value) ? null : "none"]
          .filter(Boolean)
          .join(" ") || null,
    },
    content,
  );
}

const fileLink = (index, line) =>
  element(
    "button",
    { type: "button", class: "plain", onclick: () => showFile(index) },
    pathText(files[index].path + (line ? `:${line}` : "")),
  );

const fileColumn = {
  key: "path",
  label: "File",
  text: true,
  class: "path",
  of: (file) => file.path,
  show: (file) => fileLink(file.index),
};

// What comes from elsewhere, and what comes from nowhere.

function packagesView() {
  const rows = records(report.packages);
  if (rows.length === 0) return null;
  return element(
    "div",
    {},
    element("h3", {}, `Packages from elsewhere (${number(report.package_count)})`),
    table({
      label: "Packages",
      rows,
      page: 10,
      sort: { key: "files" },
      columns: [
        { key: "package", label: "Package", text: true, class: "path", of: (row) => row.package },
        { key: "files", label: "Used by files", of: (row) => row.files },
      ],
    }),
  );
}

function unresolvedView() {
  const rows = records(report.unresolved);
  if (rows.length === 0) return null;
  return element(
    "div",
    {},
    element("h3", {}, `Not found (${number(report.unresolved_count)})`),
    element(
      "p",
      { class: "muted" },
      "Imports that should lead to a file of the codebase, and do not: the file is missing or left out, or what says where names lead (tsconfig.json, go.mod, …) was not ingested.",
    ),
    table({
      label: "Imports that lead nowhere",
      rows,
      page: 10,
      sort: { key: "file", descending: false },
      columns: [
        {
          key: "file",
          label: "In",
          text: true,
          class: "path",
          of: (row) => files[row.file].path,
          show: (row) => fileLink(row.file, row.line),
        },
        { key: "name", label: "Imported", text: true, class: "path", of: (row) => row.name },
      ],
    }),
  );
}

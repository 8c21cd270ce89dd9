// The document of the report, and what follows from it.

const report = JSON.parse(document.getElementById("report").textContent);

function records(table) {
  return table.rows.map((row) =>
    Object.fromEntries(table.columns.map((column, at) => [column, row[at]])),
  );
}

const totals = report.totals || {};
const files = records(report.files).map((file, index) => ({
  ...file,
  index,
  name: file.path.slice(file.path.lastIndexOf("/") + 1),
}));
const issues = records(report.issues);
const issuesOf = Map.groupBy
  ? Map.groupBy(issues, (issue) => issue.file)
  : grouped(issues, (issue) => issue.file);
const usedBy = files.map(() => []);
report.dependencies.forEach((targets, from) => targets.forEach((to) => usedBy[to].push(from)));

// Which circle of dependencies a file is in.
const cycleOf = new Map();
report.cycles?.forEach((cycle, at) => cycle.members.forEach((file) => cycleOf.set(file, at)));

function grouped(list, key) {
  const groups = new Map();
  for (const item of list) {
    const name = key(item);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(item);
  }
  return groups;
}

// What a file can be judged by. `worse` says in which direction; `range` is fixed where the measure
// has one.
const MEASURES = {
  cyclomatic: {
    label: "Cyclomatic complexity",
    worse: "high",
    of: (file) => file.cyclomatic,
    text: number,
  },
  cognitive: {
    label: "Cognitive complexity",
    worse: "high",
    of: (file) => file.cognitive,
    text: number,
  },
  density: {
    label: "Complexity per 100 lines",
    worse: "high",
    mean: true,
    of: (file) =>
      known(file.cyclomatic) && file.code_lines ? (100 * file.cyclomatic) / file.code_lines : null,
    text: number,
  },
  quality: {
    label: "Quality score",
    worse: "low",
    range: [0, 100],
    of: (file) => file.quality,
    text: number,
  },
  maintainability: {
    label: "Maintainability index",
    worse: "low",
    range: [0, 100],
    of: (file) => file.maintainability,
    text: number,
  },
  debt: {
    label: "Debt in days",
    worse: "high",
    of: (file) => (known(file.debt_minutes) ? file.debt_minutes / 480 : null),
    text: (value) => (known(value) ? `${plainNumber.format(value)} d` : "–"),
  },
  smells: { label: "Smells", worse: "high", of: (file) => file.smells, text: number },
  vulnerabilities: {
    label: "Security findings",
    worse: "high",
    of: (file) => file.vulnerabilities,
    text: number,
  },
  coverage: {
    label: "Test coverage",
    worse: "low",
    range: [0, 1],
    of: (file) => file.coverage,
    text: percent,
  },
  duplication: {
    label: "Duplication in %",
    worse: "high",
    mean: true,
    of: (file) => file.duplication,
    text: number,
  },
  commits: { label: "Commits", worse: "high", of: (file) => file.commits, text: number },
};

// By the names of folders and files, as most languages have them.
const isTest = (file) =>
  /(^|\/)(tests?|specs?|__tests__|testing|fixtures|testdata|examples?)\/|(_test|_spec|\.test|\.spec)\.\w+$|(^|\/)test_[^/]*$/i.test(
    file.path,
  );

const measured = (key) => files.some((file) => known(MEASURES[key].of(file)));

// Folders as a tree; one that holds nothing but another folder is told together with it.
function folderTree() {
  const root = folder("", null);
  for (const file of files) {
    let at = root;
    const parts = file.path.split("/");
    for (const part of parts.slice(0, -1)) {
      if (!at.folders.has(part)) at.folders.set(part, folder(part, at));
      at = at.folders.get(part);
    }
    at.files.push(file);
  }
  return settled(root);
}

function folder(name, parent) {
  return {
    name,
    parent,
    path: parent && parent.path ? `${parent.path}/${name}` : name,
    folders: new Map(),
    files: [],
    lines: 0,
    judged: 0,
    count: 0,
  };
}

// From the leaves up, without recursion: a path may have thousands of parts.
function settled(root) {
  const order = [root];
  for (let at = 0; at < order.length; at++) order.push(...order[at].folders.values());
  for (const node of order.reverse()) {
    node.children = [...node.folders.values()].map(shortened);
    for (const child of node.children) child.parent = node;
    node.lines =
      sum(node.files, (file) => file.code_lines || 0) + sum(node.children, (child) => child.lines);
    node.judged = sum(node.files, judgedLines) + sum(node.children, (child) => child.judged);
    node.count = node.files.length + sum(node.children, (child) => child.count);
  }
  return root;
}

// Lines of what has a complexity: no data, and no documents.
function judgedLines(file) {
  return known(file.cyclomatic) ? file.code_lines || 0 : 0;
}

function shortened(node) {
  if (node.files.length > 0 || node.children.length !== 1) return node;
  const only = node.children[0];
  only.name = `${node.name}/${only.name}`;
  return only;
}

function sum(list, of) {
  return list.reduce((total, item) => total + of(item), 0);
}

function filesBelow(node) {
  const found = [];
  const open = [node];
  while (open.length > 0) {
    const at = open.pop();
    found.push(...at.files);
    open.push(...at.children);
  }
  return found;
}

function ancestors(node) {
  const path = [];
  for (let at = node; at; at = at.parent) path.unshift(at);
  return path;
}

const tree = folderTree();

function breadcrumbs(node, go) {
  const path = ancestors(node);
  return element(
    "div",
    { class: "crumbs" },
    path.map((at, depth) => [
      depth > 0 && element("span", { class: "muted" }, "/"),
      at === node
        ? element("strong", {}, shown(at.name || report.codebase.id))
        : element(
            "button",
            { type: "button", class: "plain", onclick: () => go(at) },
            shown(at.name || report.codebase.id),
          ),
    ]),
  );
}

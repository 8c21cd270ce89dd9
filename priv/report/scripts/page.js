// The page: its sections in order, what a file is, and light or dark.

const redraws = [];
const mainWidth = () => document.getElementById("main").clientWidth;

const SECTIONS = [
  { id: "overview", title: "Overview", view: overviewSection },
  {
    id: "map",
    title: "Map",
    lead: "Area is lines of code. Click a folder to go into it, a file to see it.",
    view: treemapSection,
  },
  {
    id: "hotspots",
    title: "Hotspots",
    lead: "Files that are complex and often changed: there work pays most.",
    view: hotspotsSection,
  },
  {
    id: "dependencies",
    title: "Dependencies",
    lead: "What uses what, folder by folder. Click a folder to go into it.",
    view: graphSection,
  },
  {
    id: "issues",
    title: "Smells and findings",
    lead: "Places that a reader should not have to put up with, and those that rules about security are about.",
    view: issuesSection,
  },
  { id: "coverage", title: "Coverage", view: coverageSection },
  { id: "duplication", title: "Duplication", view: duplicationSection },
  { id: "trends", title: "Trends", view: trendsSection },
];

const dialog = document.getElementById("file");

function showFile(index) {
  hideTip();
  replace(
    dialog,
    fileHead(files[index]),
    element("div", { class: "body" }, fileBody(files[index])),
  );
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}

function fileHead(file) {
  return element(
    "div",
    { class: "head" },
    element("h2", { id: "file-title" }, shown(file.path)),
    element("button", { type: "button", onclick: () => dialog.close() }, "Close"),
  );
}

function fileBody(file) {
  const found = issuesOf.get(file.index) || [];
  const uses = report.dependencies[file.index];
  const cycle = cycleOf.get(file.index);
  return [
    element(
      "p",
      { class: "muted" },
      `${file.language}, ${counted(file.total_lines || 0, "line")}, ${file.parse_status === "ok" ? "parsed" : words(file.parse_status).toLowerCase()}`,
      known(file.last_commit) &&
        `, last changed ${day(file.last_commit)} (${counted(file.commits, "commit")} by ${counted(file.authors, "author")})`,
    ),
    element(
      "div",
      { class: "tiles" },
      tile("Lines of code", ifKnown(file.code_lines, number)),
      Object.values(MEASURES).map((measure) =>
        tile(measure.label, ifKnown(measure.of(file), measure.text)),
      ),
    ),
    known(cycle) &&
      element(
        "p",
        {},
        element("span", { class: "badge high" }, "cycle"),
        ` One of ${counted(report.cycles[cycle].members.length, "file")} that depend on each other.`,
      ),
    fileList("Uses", uses),
    fileList("Used by", usedBy[file.index]),
    found.length > 0 && [element("h3", {}, "Smells and findings"), issueViews(found)],
  ];
}

function fileList(title, list) {
  if (list.length === 0) return null;
  return [
    element("h3", {}, `${title} (${number(list.length)})`),
    element(
      "ul",
      {},
      list.slice(0, 60).map((index) => element("li", {}, fileLink(index))),
      list.length > 60 && element("li", { class: "muted" }, `and ${number(list.length - 60)} more`),
    ),
  ];
}

function sectionView({ id, title, lead, view }) {
  const node = element(
    "section",
    { id, "aria-labelledby": `${id}-title`, tabindex: "-1" },
    element("h2", { id: `${id}-title` }, title),
    lead && element("p", { class: "lead" }, lead),
  );
  node.append(...[view()].flat(Infinity).filter(Boolean));
  return node;
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  document.getElementById("theme").textContent = name === "dark" ? "Light" : "Dark";
  redraws.forEach((redraw) => redraw());
}

function markCurrent(links) {
  const seen = new IntersectionObserver(
    (entries) =>
      entries.forEach((entry) => {
        if (!entry.isIntersecting) return;
        links.forEach((link) => link.removeAttribute("aria-current"));
        links.get(entry.target.id).setAttribute("aria-current", "true");
      }),
    { rootMargin: "-20% 0px -70% 0px" },
  );
  SECTIONS.forEach(({ id }) => seen.observe(document.getElementById(id)));
}

// The event of an opened <details> would come too late.
function prepareForPrint() {
  setTheme("light");
  for (const node of document.querySelectorAll("details")) {
    node.open = true;
    node.dispatchEvent(new Event("toggle"));
  }
}

function start() {
  const { codebase, generated_at: time, generator } = report;
  document.title = `${codebase.id}: code report`;
  document.getElementById("title").textContent = shown(codebase.id);
  document.getElementById("subtitle").textContent = shown(
    `${time.slice(0, 16).replace("T", " ")} UTC, ${generator}, ${codebase.root}`,
  );
  const dark = matchMedia("(prefers-color-scheme: dark)");
  setTheme(dark.matches ? "dark" : "light");
  document
    .getElementById("theme")
    .addEventListener("click", () => setTheme(theme() === "dark" ? "light" : "dark"));
  const links = new Map(
    SECTIONS.map(({ id, title }) => [id, element("a", { href: `#${id}` }, title)]),
  );
  document.getElementById("sections").append(...links.values());
  for (const section of SECTIONS) document.getElementById("main").append(sectionView(section));
  markCurrent(links);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  addEventListener("beforeprint", prepareForPrint);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideTip();
  });
  let width = innerWidth;
  addEventListener("resize", () => {
    if (Math.abs(innerWidth - width) > 40) {
      width = innerWidth;
      redraws.forEach((redraw) => redraw());
    }
  });
  document.documentElement.dataset.drawn = "true";
}

start();

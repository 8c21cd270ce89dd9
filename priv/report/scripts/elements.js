// Elements. What comes from a file gets into the page as text only, never as markup.

const SVG = "http://www.w3.org/2000/svg";

function element(name, attributes, ...children) {
  return furnish(document.createElement(name), attributes, children);
}

function drawn(name, attributes, ...children) {
  return furnish(document.createElementNS(SVG, name), attributes, children);
}

function furnish(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style")
      for (const [key, text] of Object.entries(value)) node.style.setProperty(key, text);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(
    ...children
      .flat(Infinity)
      .filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
}

function replace(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter(Boolean));
}

// Characters that would hide what a text says, or turn its direction, are named instead.
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g;

function shown(text) {
  return String(text).replace(
    HIDDEN,
    (character) => `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`,
  );
}

const plainNumber = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const shortNumber = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const NOT_MEASURED = "not measured";

const known = (value) => value !== null && value !== undefined;
const number = (value) => (known(value) ? plainNumber.format(value) : "–");
const short = (value) => (known(value) ? shortNumber.format(value) : "–");
const percent = (share) => (known(share) ? `${plainNumber.format(100 * share)} %` : "–");
const days = (minutes) => (known(minutes) ? `${plainNumber.format(minutes / 480)} d` : "–");
const day = (seconds) =>
  known(seconds) ? new Date(1000 * seconds).toISOString().slice(0, 10) : "–";
const counted = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;
const words = (id) => {
  const text = String(id).replace(/[_-]+/g, " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
};

// A path may be broken after a slash rather than inside a name.
function pathText(path) {
  return shown(path.replace(/[\t\n]/g, "␤"))
    .split(/(?<=\/)/)
    .flatMap((part) => [part, element("wbr")]);
}

function option(value, label) {
  return element("option", { value }, label);
}

function choice(label, options, chosen, change) {
  const select = element(
    "select",
    { onchange: () => change(select.value) },
    options.map(([value, text]) => option(value, text)),
  );
  select.value = chosen;
  return element("label", {}, label, select);
}

const tip = document.getElementById("tip");

function showTip(event, title, ...lines) {
  replace(
    tip,
    element("strong", {}, title),
    lines.filter(Boolean).map((line) => element("div", {}, line)),
  );
  tip.hidden = false;
  const { offsetWidth: width, offsetHeight: height } = tip;
  const left = Math.min(event.clientX + 14, innerWidth - width - 8);
  const below = event.clientY + 18 + height < innerHeight;
  tip.style.setProperty("left", `${Math.max(8, left)}px`);
  tip.style.setProperty(
    "top",
    `${below ? event.clientY + 18 : Math.max(8, event.clientY - height - 10)}px`,
  );
}

function hideTip() {
  tip.hidden = true;
}

// Colours of measures, from good to bad. Lightness alone tells the order, so that they can be read
// in print and by those who see no red or green; what is bad stands out from the ground.

const RAMPS = {
  light: ["#eef0e4", "#f5dfa3", "#f3b765", "#e68043", "#c94730", "#8e1f22"],
  dark: ["#33383a", "#5b4a28", "#8e6427", "#c4772f", "#ee8f4f", "#ffc09a"],
};

function theme() {
  return document.documentElement.dataset.theme === "dark" ? "dark" : "light";
}

function channels(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

function mixed(ramp, share) {
  const place = Math.min(Math.max(share, 0), 1) * (ramp.length - 1);
  const at = Math.min(Math.floor(place), ramp.length - 2);
  const [from, to] = [channels(ramp[at]), channels(ramp[at + 1])];
  const part = from.map((channel, index) =>
    Math.round(channel + (to[index] - channel) * (place - at)),
  );
  return `#${part.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

function inkOn(colour) {
  const [red, green, blue] = channels(colour).map((channel) => (channel / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.32 ? "#16181b" : "#ffffff";
}

// Of what has no range of its own the worst twentieth of the code is all the same, or one file
// would decide.
function rangeOf(measure) {
  if (measure.range) return measure.range;
  const judged = files
    .filter((file) => known(measure.of(file)))
    .sort((one, other) => measure.of(one) - measure.of(other));
  let rest = 0.95 * sum(judged, (file) => file.code_lines || 0);
  const at = judged.findIndex((file) => (rest -= file.code_lines || 0) <= 0);
  const worst =
    judged.length > 0 ? measure.of(judged[at]) || measure.of(judged[judged.length - 1]) : 0;
  return [0, worst || 1];
}

function scale(measure) {
  const [low, high] = rangeOf(measure);
  const ramp = RAMPS[theme()];
  // Few files are very bad: by its root a quarter of the worst is in the middle.
  const badness = (value) => {
    const share = Math.max(0, (value - low) / (high - low || 1));
    if (measure.range) return measure.worse === "high" ? share : 1 - share;
    return Math.sqrt(share);
  };
  return {
    low,
    middle: measure.range ? (low + high) / 2 : high / 4,
    high,
    ramp,
    colour: (value) => (known(value) ? mixed(ramp, badness(value)) : null),
  };
}

function legend(measure, colours) {
  const marks = [colours.low, colours.middle, colours.high].map((value) => measure.text(value));
  if (!measure.range) marks[2] += " and more";
  if (measure.worse === "low") marks.reverse();
  const steps = (from, to) =>
    element(
      "span",
      { class: "ramp", "aria-hidden": "true" },
      [0, 1, 2].map((step) =>
        element("i", {
          style: { background: mixed(colours.ramp, from + ((to - from) * step) / 2) },
        }),
      ),
    );
  return element(
    "div",
    { class: "legend" },
    element("span", {}, measure.label),
    element("span", {}, marks[0]),
    steps(0, 0.4),
    element("span", {}, marks[1]),
    steps(0.6, 1),
    element("span", {}, marks[2]),
    element("span", { class: "swatch unknown", "aria-hidden": "true" }),
    element("span", {}, NOT_MEASURED),
  );
}

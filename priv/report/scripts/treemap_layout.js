// Squarified treemaps (Bruls, Huizing, van Wijk 2000): areas as their weights are, sides as equal
// as can be. Values in, rectangles out.

function squarify(items, box) {
  const weighed = items
    .filter((item) => item.weight > 0)
    .sort((one, other) => other.weight - one.weight);
  const scaling = (box.width * box.height) / (sum(weighed, (item) => item.weight) || 1);
  const placed = [];
  let rest = { ...box };
  let row = [];
  let rowArea = 0;
  for (const item of weighed) {
    const area = item.weight * scaling;
    const side = Math.min(rest.width, rest.height);
    if (
      row.length > 0 &&
      worst(row, rowArea, side) < worst([...ends(row), area], rowArea + area, side)
    ) {
      rest = lay(row, rowArea, rest, placed);
      row = [];
      rowArea = 0;
    }
    row.push({ item, area });
    rowArea += area;
  }
  if (row.length > 0) lay(row, rowArea, rest, placed);
  return placed;
}

// The first of a row is its largest, the last its smallest: no other can be the worst.
function ends(row) {
  return [row[0].area, row[row.length - 1].area];
}

function worst(row, rowArea, side) {
  const areas = typeof row[0] === "number" ? row : ends(row);
  const thickness = rowArea / side;
  return Math.max(
    ...areas.map((area) =>
      Math.max((thickness * thickness) / area, area / (thickness * thickness)),
    ),
  );
}

function lay(row, rowArea, rest, placed) {
  const across = rest.width >= rest.height;
  const thickness = rowArea / (across ? rest.height : rest.width) || 0;
  let along = across ? rest.y : rest.x;
  for (const { item, area } of row) {
    const length = area / thickness || 0;
    placed.push(
      across
        ? { item, x: rest.x, y: along, width: thickness, height: length }
        : { item, x: along, y: rest.y, width: length, height: thickness },
    );
    along += length;
  }
  return across
    ? { x: rest.x + thickness, y: rest.y, width: rest.width - thickness, height: rest.height }
    : { x: rest.x, y: rest.y + thickness, width: rest.width, height: rest.height - thickness };
}

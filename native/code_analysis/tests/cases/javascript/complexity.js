// Each function is named after its hand-counted cyclomatic complexity.
function onePlain(a) { return a; }
function oneSwitchDefault(a) {
  switch (a) {
    default:
      return 1;
  }
}
function oneTryFinally() {
  try { a(); } finally { b(); }
}
const oneOuter = () => [1].map(function () { return 1 ? 2 : 3; });
const twoTernary = (a) => (a ? 1 : 2);
function twoCatch() {
  try { a(); } catch { b(); }
}
function twoNullish(a) { return a ?? 1; }
function twoDefault(a = 1) { return a; }
const twoOptional = a => a?.b;
function threeAssignments(a) { a ||= 1; a &&= 2; a += 1; }
function threeDestructuring({ a = 1, b: [c = 2] }) { return a + c; }
function threeElseIf(a) {
  if (a === 1) {
    return 1;
  } else if (a === 2) {
    return 2;
  } else {
    return 3;
  }
}
function fourSwitch(a) {
  switch (a) {
    case 1:
    case 2:
      return 1;
    case 3:
      return 2;
    default:
      return 3;
  }
}
function fourOptionalCalls(a) { return a?.b?.[1]?.(); }
function* sixLoops(a) {
  for (;;) break;
  for (const b in a) yield b;
  for (const b of a) yield b;
  while (a) a();
  do { a(); } while (a);
}
class Rows {
  field = a || b;
  plain = 1;
  empty;
  handler = (a) => { if (a) { return a && 1; } };
  static #secret() { for (;;) { try { if (1) { } } catch (e) { } } }
  static {
    if (a) { b(); }
  }
}

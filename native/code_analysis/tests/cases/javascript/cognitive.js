// Each function is named after its hand-counted cognitive complexity.
function zeroFree(a) { try { a(); } finally { a(); } return a ?? a?.b; }
function oneRun(a, b, c) { return a && b && (c && a); }
function twoOr(a, b, c) { return a || b || c && a; }
function threeRuns(a, b, c, d) { return a && b || c && d; }
function twoSeparateRuns(a, b, c, d) { return f(a && b) && c; }
function oneNegated(a, b) { return !(a && b); }
function twoNegated(a, b, c) { return a && !(b && c); }
function zeroAssignments(a) { a ||= 1; a &&= 2; }
function fourElseIf(a) {
  if (a === 1) { // 1
    a();
  } else if (a === 2) { // 1
    a();
  } else if (a === 3) { // 1
    a();
  } else { // 1
    a();
  }
}
function fourElseNests(a) {
  if (a) a(); // 1
  else { // 1
    while (a) a(); // 2
  }
}
function sixElseIfNests(a) {
  if (a) { // 1
    if (a) a(); // 2
  } else if (a) // 1
    if (a) a(); // 2
}
function nineLoops(a) {
  for (;;) // 1
    for (const b of a) // 2
      do a(); while (a ? b : a); // 3 and 3: the condition is not in the body
}
function fourConditionsDoNotNest(a) {
  for (let b = a ? 1 : 2; b; ) a(); // 1 and 1
  if (a ? 1 : 2) a(); // 1 and 1
}
function threeSwitch(a) {
  switch (a) { // 1
    case 1:
      return a ? 1 : 2; // 2
    default:
      return 3;
  }
}
function threeTernaries(a, b) { return a ? 1 : b ? 2 : 3; }
function fourCatch(a) {
  try {
    if (a) a(); // 1
  } catch (e) { // 1
    if (a) a(); // 2
  }
}
function fiveLabels(a) {
  outer: for (;;) { // 1
    if (a) break outer; // 2 and 1
    continue outer; // 1
  }
}
function oneUnlabelled(a) { while (a) break; }
function oneAlone(a) {
  if (a) { // 1
    return function twoInside(b) {
      if (b) return () => (b ? 1 : 2); // 1, the arrow function 1 for itself
      else return 1; // 1
    };
  }
}
function oneRecursion(a) { return a ? oneRecursion(a - 1) : 1; }
if (a && b) { while (a) a(); } // 1 and 1 and 2, in no function

// Two lines and more, whatever their layout and comments.
if (a) {
  first("x");
  second();
} else if (b) {
  other();
} else if (c) {
  // a reason
  first(
    "x"
  );
  second();
} else {
  first("x"); // again
  second();
}

// One line is trivial, unless nothing else is done.
if (a) {
  first();
} else if (b) {
  first();
} else {
  second();
}
if (a) {
  first();
} else if (b) first();
if (a) first();

// Other strings, operators, nesting.
if (a) {
  first(" ");
  second();
} else if (b) {
  first("  ");
  second();
} else if (c) {
  first(" ").second();
  third();
} else {
  second();
  first(" ");
}

switch (a) {
  case 1:
  case 2:
    first();
    second();
    break;
  case 3: {
    first();
    second();
    break;
  }
  case 4:
    first();
    second();
    return;
  default:
}
switch (a) {
  case 1:
    first();
    break;
  default:
    first();
}
switch (a) {
  case 1:
    first();
    break;
  case 2:
    first();
    break;
  case 3:
    break;
}

const same = a ? b + c : b+c;
const other = a ? b - c : b + c;

// Choices in branches are compared with each other, too.
if (a) {
  if (b) {
    first();
    second();
  } else if (c) {
    first();
    second();
  } else {
    third();
  }
} else {
  if (b) {
    first();
    second();
  } else if (c) {
    first();
    second();
  } else {
    third();
  }
}

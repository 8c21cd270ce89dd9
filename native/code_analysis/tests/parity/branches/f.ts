function f(a: boolean, b: boolean, c: boolean) {
  if (a) {
    if (b) one();
    else two();
  } else {
    zero();
  }
  if (!c) {
    three();
  }
}

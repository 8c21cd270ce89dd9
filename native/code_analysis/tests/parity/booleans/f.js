function f(a, b, c) {
  const x = a && b && c;
  const y = a || (b && c);
  if (x || y) one();
}

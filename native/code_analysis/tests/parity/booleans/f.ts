function f(a: boolean, b: boolean, c: boolean) {
  const x = a && b && c;
  const y = a || (b && c);
  if (x || y) one();
}

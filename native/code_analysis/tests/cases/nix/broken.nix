{
  good = x: if x then 1 else 2;
  lost = a: b: a +;
  also.lost = { c, d ? 1 }:
    c ++ ] d;
  value = 1;
  late = e: e && 1
}

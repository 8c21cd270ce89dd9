{ a, b }:
{
  same = if a then b.c else b.c;
  other = if a then "x ${b}" else "x  ${b}";
  chain =
    if a then
      {
        c = 1;
      }
    else if b then
      { d = 1; }
    else
      {
        c = 1; # again
      };
}

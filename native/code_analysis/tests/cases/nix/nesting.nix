# Functions are named after their nesting depth.
{
  n0 = x: with x; let a = x; in assert a; a && x;
  n1_else_if = x: if x then 1 else if a then 2 else if b then 3 else 4;
  n2_in_condition = x: if (if x then a else b) then 1 else 2;
  n2_in_consequence = x: if x then if a then 1 else 2 else 3;
  n2_in_brackets = x: if x then 1 else (if a then 2 else 3);
  n3 = x: if x then 1 else if a then (if b then 1 else if c then (if d then 1 else 2) else 3) else 4;
  n2_in_else_if = x: if x then 1 else if a then if b then 1 else 2 else 3;
  n1_outer = x: if x then rec { n1_inner = y: if y then 1 else 2; } else null;
}

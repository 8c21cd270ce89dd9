# Functions are named after their cyclomatic complexity.
{ lib, a, b, c, ... }:
let
  f1 = x: lib.optional x "if && ||";
  f2_if = x: if x then 1 else 2;
  f4_else_if = x: if x then 1 else if a then 2 else if b then 3 else 4;
  f3_and_or = x: x && a || b;
  f2_implication = x: x -> a;
  f1_other_operators = x: assert x == a; with lib; (x // a) ++ [ (a.b or c) (!x) (x ? y) ];
  f2_default = { x, y ? if x then 1 else 2 }: y;
  f2_interpolation = x: "a${if x then "b" else "c"}";
  f2_indented_string = x: ''
    if a && b
    ${lib.optionalString (x || a) "c"}
  '';
  f3_anonymous_inside = x: map (y: if y then 1 else 2) (filter (z: z || a) x);
  f2_outer = x:
    let
      f3_inner = y: if y && x then 1 else 2;
    in
    if x then f3_inner else null;
  f2_curried_through_let = x: let y = a; in z: z && y;
  not_a_function = if a then x: x && a else y: y || b;
in
if a && b then f1 else { }

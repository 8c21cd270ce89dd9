/**
  Documents the file, which is no symbol.
*/
{ lib }:
let
  /** Private, and the first of its set. */
  hidden = x: x;
  # An ordinary comment.
  plain = x: y: z: x;
  /**
    Adds.

    # Example
      add 1 2
    * item
  **/
  add = a: b: a + b;
  a.b."c d".${lib.name} = { x, y ? 1, ... }@args: args;
  in_brackets = ((self: super: self));
  applied = lib.id (x: x);
  after_let = let y = 1; in x: x + y;
  /* Old style. */
  args_first = args@{ x }: y: x;
  /*** Not documentation. */
  starred = x: x;
in
rec {
  /** Public. */
  # with a comment in between
  shown = x: x;
  value = /** Before the lambda. */ x: x;
  nested = {
    deeper = x: {
      deepest = y: y;
    };
  };
  /** Not a function. */
  number = 1;
  undocumented = x: x;
  list = [ (x: x) { in_list = x: x; } ];
  /**
  */
  nothing_said = x: x;
}

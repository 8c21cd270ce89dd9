{ lib, ... }@args:
assert lib != null;
with lib;
let
  not = 1;
in
{
  plain = 1;
  path.to.value = 2;
  path.to.another = 3;
  "quoted name" = { inner = 4; };
  ${dynamic} = 5;
  "also ${dynamic}" = 6;
  function = x: x;
  inherit lib args;
  inherit (lib) mkIf "mkFor";
} // ({ later = 1; plain = 2; }) // lib.optionalAttrs true { unknown = 1; }

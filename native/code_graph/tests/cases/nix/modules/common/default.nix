let pkgs = import <nixpkgs> { }; here = import ./. ; up = import ../. { }; in { imports = [ ./users.nix ]; }

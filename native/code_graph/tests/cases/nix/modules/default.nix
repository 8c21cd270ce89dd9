import ./flake.nix

{ pkgs ? import <nixpkgs> { }, inputs, lib, modulesPath, ... }:
let
  sources = import ./nix/sources.nix;
  added = import (./. + "/added.nix");
  other = import sources.nixpkgs { overlays = [ (import ../overlay.nix) ]; };
  unstable = import inputs.unstable { };
  computed = import (fetchTarball "https://a.b/c.tar.gz") { };
  text = builtins.readFile ./text.txt;
  names = map import [ ./not-listed.nix ];
in
{
  imports = [
    ./a.nix
    ../b
    <home-manager/nixos>
    "${modulesPath}/installer/cd-dvd.nix"
    inputs.disko.nixosModules.disko
    "not listed" notListed # comment
    (import ./c.nix { inherit lib; })
    (modulesPath + "/profiles/minimal.nix")
    { options.x = ./not-listed.nix; }
    (lib.mkRemovedOptionModule [ "not" "listed" ] "Not listed.")
    (withArguments ./with-arguments.nix { x = ./not-listed.nix; })
    ./dir/${lib.version}.nix
  ] ++ lib.optional pkgs.stdenv.isLinux ./linux.nix
    ++ lib.optionals true [ ./one.nix ./two.nix ];
  home-manager.users.me.imports = [ ~/home.nix ];
  package = pkgs.callPackage ./package.nix { src = ./not-listed; };
  packages = pkgs.python3Packages.callPackages ./packages { };
  system = lib.nixosSystem { modules = [ ./configuration.nix ]; };
  imported = builtins.import ./d.nix;
  import = 1;
}

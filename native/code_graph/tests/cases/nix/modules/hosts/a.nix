{ config, modulesPath, ... }:
{
  imports = [
    ../common
    ../common/users.nix
    ./absent.nix
    ./directory-without-default
    <nixpkgs/nixos/modules/x.nix>
    (modulesPath + "/installer/scan.nix")
    ../../outside.nix
  ];
}

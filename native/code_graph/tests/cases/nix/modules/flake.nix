{
  outputs = { self, nixpkgs }: {
    nixosConfigurations.a = nixpkgs.lib.nixosSystem {
      modules = [ ./hosts/a.nix nixpkgs.nixosModules.x ] ++ nixpkgs.lib.optional true ./common;
    };
    packages.tool = nixpkgs.callPackage ./pkgs/tool.nix { };
  };
}

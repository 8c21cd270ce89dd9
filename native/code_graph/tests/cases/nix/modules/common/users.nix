{ name = import (./. + "/x.nix"); other = import "${pkgs.path}/y.nix"; }

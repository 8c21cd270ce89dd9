# c
{ a, ... }: let b = "x y"; in ./p/q + "${a} z" + b

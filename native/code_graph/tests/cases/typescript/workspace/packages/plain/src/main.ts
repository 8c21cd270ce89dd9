import "vendored";

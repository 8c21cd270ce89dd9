import "b/c";

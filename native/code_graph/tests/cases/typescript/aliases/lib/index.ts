import "~shared/one";

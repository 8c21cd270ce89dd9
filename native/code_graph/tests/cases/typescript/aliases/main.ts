import "~shared/one";
import "~shared/two";
import "~shared/three";
import "exact";
import "typed";
import "@/not/configured";
import "shared/one";

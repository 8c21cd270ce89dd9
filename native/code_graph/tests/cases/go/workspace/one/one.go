package one

import (
	"example.com/two/sub"
	"example.com/three"
	"example.com/vendored/thing"
	"./local"
)

var _ = sub.Sub + three.Three + thing.Thing

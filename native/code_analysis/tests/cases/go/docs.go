//go:build linux

/*
Package docs is documented
in a block.
*/
package docs

// Adjacent documents.
//
//	code
//
// The end.
func Adjacent() {}

// Detached does not document.

func Detached() {}

// First group.

// Second group.
func Second() {}

//go:noinline
func Directive() {}

// Both is documented.
//
//go:noinline
//nolint:unused // words
func Both() {}

var x = 1 // behind code
func Behind() {}

/* Block documents. */
func Block() {}

//
func Wordless() {}

// Type documents.
type Type struct {
	// Not documentation of a symbol.
	A int // nor this
}

// Group documents
// what has no words of its own.
type (
	// Own words.
	Own int

	Grouped int
)

// Values are documented in their declaration.
const (
	// A is.
	A = 1
)

// Literal is a variable.
var Literal = func() {}

// Interface documents.
type Interface interface {
	// Method documents.
	Method()
	// Not.

	Bare()
}

func undocumented() {}

// method of a hidden type asks for none.
func (h hidden) Method() {}

func (h hidden) Bare() {}

// Method documents.
func (t *Type) Method() {}

func (t *Type) Bare() {}

func body() {
	// not documentation
	a()
}

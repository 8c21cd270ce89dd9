package tables

// A literal that is the very value of a variable is a row of its own: 3.
var handler = func(w Writer, names ...string) error {
	if a && b {
		return nil
	}
	return w.Close()
}

var (
	// Counted 2.
	Exported, other = func() {
		for {
		}
	}, 1

	called = func() int {
		if a {
			return 1
		}
		return 2
	}()
)

// What these decide counts in no row: cognitive of the file 2 each, called above too.
var commands = []Command{
	{Run: func() {
		if a {
		}
	}},
}

var wrapped = wrap(func() {
	if a {
	}
})

func local1() {
	var f = func() {}
	f()
}

package halstead

// Operators func ( { = [ + . , of which ( and , are there twice; operands f int g "s" once,
// b and 1 twice, a thrice
func f(a int) {
	b = a[1] + g.b(a, "s", 1)
}

// Brackets in pairs, separators, labels, keywords
func g() (x []T, err error) {
loop:
	for i := 0; i < 2; i++ {
		continue loop
	}
	return nil, err
}

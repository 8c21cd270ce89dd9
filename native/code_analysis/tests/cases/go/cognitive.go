package cognitive

// Functions are called after their cognitive complexity.

func zero() error {
	defer close()
	{
		return a.b(c)
	}
}

func ifElse3() {
	if a {
	} else if b {
	} else {
	}
}

// if 1, else 1, if inside 2, else if 1, its if 2
func elseNests8() {
	if a {
	} else {
		if b {
		}
	}
	if c := d(); c {
	} else if e {
		if f {
		}
	}
}

// 1 + 2 + 3 + 4
func nested10() {
	for {
		for range ch {
			switch a {
			case b:
				select {
				case <-c:
				default:
				}
			}
		}
	}
}

// if 1 and, in a literal of its condition, 2
func headsDoNotNest3() {
	if func() bool {
		if a {
		}
		return b
	}() {
	}
}

// 1, then 2 in the case
func typeSwitch3() {
	switch a := b.(type) {
	case int:
		if a > 0 {
		}
	}
}

// Loops 1 and 2, jumps with a label 1 each, 2 conditions of 3
func jumps12() {
outer:
	for {
		for {
			if a {
				break
			}
			if b {
				continue outer
			}
			break outer
		}
		continue // not a label
	}
	goto outer
}

func run1() bool { return a && b && (c && d) }

func runs3() bool { return a && b || c && d }

func negation2() bool { return a && !(b && c) }

func comparison2() bool { return a == b && c != d || e > f }

func arguments2() bool { return a && f(b && c) }

// if 1 and run 1
func condition2() {
	if (a || b) || c {
	}
}

// The literal nests: if 2, its own literal's if 3
func literals5() {
	run(func() {
		if a {
		}
		defer func() {
			if b {
			}
		}()
	})
}

func recursion1(n int) int {
	if n == 0 {
		return 1
	}
	return recursion1(n - 1)
}

package nesting

// Functions are called after their nesting depth, and after that their exits.

func zero_0() {
	{
		func() {}()
	}
}

func elseIf1_2() int {
	if a {
	} else if b {
		return 1
	} else {
	}
	return 2
}

func inElse2_0() {
	if a {
	} else {
		for {
		}
	}
}

func all5_0() {
	for {
		switch {
		case a:
			switch b.(type) {
			case int:
				select {
				case <-c:
					if d {
					}
				}
			}
		}
	}
}

// Literals hand depth on and keep their exits.
func literal2_1() func() int {
	for {
		return func() int {
			if a {
				return 1
			}
			return 2
		}
	}
}

func sideBySide1_0() {
	if a {
	}
	for range b {
	}
}

package branches

func branches(a int, b any) error {
	if a == 1 {
		first("x")
		second()
	} else if a == 2 {
		third()
	} else {
		first("x")
		second()
	}
	// What it declares is another thing each time.
	if x := first(); x {
		second(x)
		third()
	} else if x := other(); x {
		second(x)
		third()
	}
	if a == 1 {
		first()
	} else {
		first()
	}
	switch a {
	case 1, 2:
		first()
		second()
	case 3:
		first()
		second()
	case 4:
		first()
		third()
	case 5:
	default:
	}
	switch b.(type) {
	case int:
		first()
	case string:
		first()
	}
	// Neither could be written as one case.
	switch c := b.(type) {
	case int:
		first(c)
		second()
	case string:
		first(c)
		second()
	}
	select {
	case <-first():
		return nil
	case <-second():
		return nil
	}
}

func handlers() {
	err := first()
	if err != nil {
	}
	if err := second(); err != nil {
	} else {
		third()
	}
	if parseErr != nil {
		// Not there yet.
	}
	if err == nil {
	}
	if a != nil {
	} else if errOther != nil {
	}
}

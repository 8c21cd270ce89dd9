package m

func f(a, b, c bool) {
	if a {
		if b {
			one()
		} else {
			two()
		}
	} else {
		zero()
	}
	if !c {
		three()
	}
}

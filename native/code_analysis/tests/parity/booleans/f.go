package m

func f(a, b, c bool) {
	x := a && b && c
	y := a || (b && c)
	if x || y {
		one()
	}
}

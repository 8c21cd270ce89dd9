package smells

// TODO(somebody): more

func eight(a, b, c, d, e, f, g, h int) int {
	return a
}

func nested(x int) int {
	for x > 0 {
		if x > 1 {
			for x > 2 {
				if x > 3 {
					if x > 4 {
						x--
					}
				}
			}
		}
	}
	return x
}

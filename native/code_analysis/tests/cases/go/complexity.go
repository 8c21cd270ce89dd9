package complexity

// Functions are called after their cyclomatic complexity.

func one() {
	defer close()
	go work(func() {}, value.Method)
	goto end
end:
}

func ifElse3(a, b bool) {
	if a {
	} else if b {
	} else {
	}
}

func loops6() {
	for {
		break
	}
	for a < b {
	}
	for i := 0; i < n; i++ {
	}
	for range ch {
	}
	for k, v := range m {
		use(k, v)
	}
}

func switch4(a int) {
	switch b := a; b {
	case 1, 2, 3:
		fallthrough
	case 4:
	case 5:
	default:
	}
}

func conditions4(a, b bool) {
	switch {
	case a && b:
	case b:
	}
}

func typeSwitch4(a any) {
	switch b := a; c := b.(type) {
	case nil:
	case int, string:
	case func() error:
	default:
		use(c)
	}
}

func select4() {
	select {
	case v, ok := <-in:
		use(v, ok)
	case out <- 1:
	case <-done:
	default:
	}
}

func emptySelect1() {
	select {}
}

func operators6(a, b, c bool) bool {
	x := a & b | c
	return a && b || !(b && c) || x == (a || b)
}

func literals5() {
	run(func() error {
		if a && b {
			return nil
		}
		return func() error {
			for {
			}
		}()
	})
	defer func() {
		if r := recover(); r != nil {
		}
	}()
}

func (s *Set[K]) generic3(key K) bool {
	if v, ok := s.items[key]; ok && v {
		return Map[K, bool](s)
	}
	return false
}

func typeInside2() {
	type local struct{ a int }
	if (local{1}) == b {
	}
}

func assembly1(a int) int

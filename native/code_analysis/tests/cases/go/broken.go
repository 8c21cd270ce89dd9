package broken

import "fmt"

// Before the error.
func before(a int) bool {
	if a > 0 {
		return true
	}
	return false
}

func unclosed( {
	if {
}

type Lost struct {
	a int int int

func (l *Lost) method(a int) {

func after() {
	for {
	}
}

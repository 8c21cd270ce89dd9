package main

func main() {

	level := "user‮ ⁦// admin⁩ ⁦"  // finding: go-bidi
	level := "user"  // fine
	other := "admin"  // fine
}  // fine

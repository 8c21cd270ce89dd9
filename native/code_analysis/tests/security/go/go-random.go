package main

import (
	"math/rand"
	mrand "math/rand"
	crand "crypto/rand"
)

func main() {

	rand.Intn(10)  // finding: go-random
	mrand.Int()  // finding: go-random
	crand.Read(buffer)  // fine
	own.Intn(10)  // fine
}  // fine

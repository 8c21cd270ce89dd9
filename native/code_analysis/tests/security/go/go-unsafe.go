package main

import (
	"unsafe"
)

func main() {

	unsafe.Pointer(&a)  // finding: go-unsafe
	unsafe.Slice(a, 1)  // finding: go-unsafe
	safe.Pointer(&a)  // fine
	fmt.Println("unsafe")  // fine
}  // fine

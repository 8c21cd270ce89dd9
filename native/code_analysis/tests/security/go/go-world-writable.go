package main

import (
	"os"
)

func main() {

	os.Chmod(path, 0777)  // finding: go-world-writable
	os.MkdirAll(path, 0o777)  // finding: go-world-writable
	os.Chmod(path, 0600)  // fine
	os.Chmod(path, mode)  // fine
}  // fine

package main

import (
	"crypto/md5"
	"crypto/sha256"
	sha "crypto/sha1"
)

func main() {

	md5.New()  // finding: go-weak-hash
	sha.Sum(data)  // finding: go-weak-hash
	sha256.New()  // fine
	own.New()  // fine
}  // fine

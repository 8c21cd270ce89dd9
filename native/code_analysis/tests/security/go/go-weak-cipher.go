package main

import (
	"crypto/aes"
	"crypto/des"
	"crypto/rc4"
)

func main() {

	des.NewCipher(key)  // finding: go-weak-cipher
	rc4.NewCipher(key)  // finding: go-weak-cipher
	aes.NewCipher(key)  // fine
	own.NewCipher(key)  // fine
}  // fine

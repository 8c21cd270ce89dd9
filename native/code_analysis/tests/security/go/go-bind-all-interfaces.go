package main

import (
	"net"
)

func main() {

	net.Listen("tcp", "0.0.0.0:80")  // finding: go-bind-all-interfaces
	net.Listen("tcp", ":80")  // finding: go-bind-all-interfaces
	net.Listen("tcp", "127.0.0.1:80")  // fine
	net.Dial("tcp", ":80")  // fine
}  // fine

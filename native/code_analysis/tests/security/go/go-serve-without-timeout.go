package main

import (
	"net/http"
)

func main() {

	http.ListenAndServe("127.0.0.1:80", nil)  // finding: go-serve-without-timeout
	http.Serve(listener, nil)  // finding: go-serve-without-timeout
	server.ListenAndServe()  // fine
	http.Get(url)  // fine
}  // fine

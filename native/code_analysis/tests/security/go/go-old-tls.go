package main

func main() {

	a := tls.Config{MinVersion: tls.VersionTLS10}  // finding: go-old-tls
	b := tls.Config{MinVersion: tls.VersionSSL30}  // finding: go-old-tls
	c := tls.Config{MinVersion: tls.VersionTLS12}  // fine
	d := tls.Config{MinVersion: version}  // fine
}  // fine

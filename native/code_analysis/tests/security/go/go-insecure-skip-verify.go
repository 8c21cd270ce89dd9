package main

func main() {

	a := tls.Config{InsecureSkipVerify: true}  // finding: go-insecure-skip-verify
	config.InsecureSkipVerify = true  // finding: go-insecure-skip-verify
	b := tls.Config{InsecureSkipVerify: false}  // fine
	config.InsecureSkipVerify = insecure  // fine
}  // fine

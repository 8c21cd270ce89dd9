package main

func main() {

	password := "hunter2"  // finding: go-hardcoded-password
	config.Secret = "hunter2"  // finding: go-hardcoded-password
	var accessToken = "hunter2"  // finding: go-hardcoded-password
	password := os.Getenv("PASSWORD")  // fine
	password := ""  // fine
	passwordField := "hunter2"  // fine
}  // fine

package main

import (
	"os/exec"
)

func main() {

	exec.Command("sh", "-c", command)  // finding: go-shell
	exec.CommandContext(ctx, "/bin/bash", "-c", "ls "+path)  // finding: go-shell
	exec.Command("sh", "-c", "ls")  // fine
	exec.Command("git", "-c", option)  // fine
}  // fine

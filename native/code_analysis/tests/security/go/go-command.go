package main

import (
	"os/exec"
)

func main() {

	exec.Command(program, "-l")  // finding: go-command
	exec.CommandContext(ctx, program)  // finding: go-command
	exec.Command("ls", path)  // fine
	other.Command(program)  // fine
}  // fine

const { spawn } = require("child_process")

spawn(command, { shell: true })  // finding: javascript-spawn-shell
spawn(program, { shell: "/bin/bash" })  // finding: javascript-spawn-shell
spawn(command)  // fine
spawn("ls", [path], { shell: false })  // fine
spawn("ls", { cwd: path })  // fine

const cp = require("child_process")
const { exec: run } = require("node:child_process")
import { execSync } from "child_process"

cp.exec("ls " + path)  // finding: javascript-shell
run(`ls ${path}`)  // finding: javascript-shell
execSync(command)  // finding: javascript-shell
cp.exec("ls")  // fine
cp.execFile("ls", [path])  // fine
pattern.exec(text)  // fine

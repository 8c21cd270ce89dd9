const fs = require("fs")
import { readFileSync } from "node:fs"

fs.readFile(req.params.name, done)  // finding: javascript-file-request
fs.readFileSync("./files/" + req.query.name)  // finding: javascript-file-request
fs.readFile("a.txt", done)  // fine
store.readFile(req.params.name)  // fine
fs.existsSync(name)  // fine

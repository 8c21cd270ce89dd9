const fs = require("fs")
import promises from "fs/promises"

fs.readFile(name, done)  // finding: javascript-file
promises.writeFile(name, text)  // finding: javascript-file
fs.readFile("a.txt", done)  // fine
fs.readFileSync(path.join(__dirname, "a.txt"))  // fine
store.readFile(name)  // fine

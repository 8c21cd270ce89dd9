require(name)  // finding: javascript-require
require("./" + name)  // finding: javascript-require
require("./a")  // fine
require(path.join(__dirname, "a"))  // fine
own.require(name)  // fine

const vm = require("vm")

vm.runInNewContext(text)  // finding: javascript-vm
vm.runInThisContext(text)  // finding: javascript-vm
vm.runInNewContext("1 + 1")  // fine
machine.runInNewContext(text)  // fine

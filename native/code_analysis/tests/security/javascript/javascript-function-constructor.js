new Function("a", body)  // finding: javascript-function-constructor
const f = Function(body)  // finding: javascript-function-constructor
new Function("a", "return a")  // fine
new FunctionCall(body)  // fine

eval(text)  // finding: javascript-eval
window.eval("a" + text)  // finding: javascript-eval
eval("1 + 1")  // fine
model.eval(text)  // fine
evaluate(text)  // fine

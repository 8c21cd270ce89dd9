new RegExp(text)  // finding: javascript-regexp
RegExp(text, "g")  // finding: javascript-regexp
new RegExp("a+")  // fine
new Pattern(text)  // fine

link.href = "javascript:run()"  // finding: javascript-script-url
open("JavaScript:alert(1)")  // finding: javascript-script-url
link.href = "javascript:void(0)"  // fine
link.type = "text/javascript"  // fine

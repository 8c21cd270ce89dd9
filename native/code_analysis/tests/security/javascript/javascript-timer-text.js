setTimeout("run()", 10)  // finding: javascript-timer-text
window.setInterval("run(" + id + ")", 10)  // finding: javascript-timer-text
setTimeout(run, 10)  // fine
setTimeout(() => run(), 10)  // fine
own.setTimeout("run()", 10)  // fine

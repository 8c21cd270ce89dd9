frame.postMessage(text, "*")  // finding: javascript-post-message
window.parent.postMessage({ a: 1 }, "*")  // finding: javascript-post-message
frame.postMessage(text, "https://a.com")  // fine
worker.postMessage(text)  // fine

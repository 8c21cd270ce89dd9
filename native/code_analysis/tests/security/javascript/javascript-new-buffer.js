new Buffer(size)  // finding: javascript-new-buffer
const b = new Buffer("text")  // finding: javascript-new-buffer
Buffer.from("text")  // fine
new ArrayBuffer(size)  // fine

const token = Math.random().toString(36)  // finding: javascript-random
user.resetToken = prefix + Math.random()  // finding: javascript-random
const token = crypto.randomUUID()  // fine
const delay = Math.random() * 10  // fine

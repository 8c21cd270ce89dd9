const password = "hunter2"  // finding: javascript-hardcoded-secret
const options = { apiKey: "hunter2" }  // finding: javascript-hardcoded-secret
user.accessToken = "hunter2"  // finding: javascript-hardcoded-secret
const password = process.env.PASSWORD  // fine
const password = ""  // fine
const password = "your_password"  // fine
const passwordField = "hunter2"  // fine

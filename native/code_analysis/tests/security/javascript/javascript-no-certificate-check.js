https.get({ rejectUnauthorized: false })  // finding: javascript-no-certificate-check
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0"  // finding: javascript-no-certificate-check
agent.rejectUnauthorized = false  // finding: javascript-no-certificate-check
https.get({ rejectUnauthorized: true })  // fine
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "1"  // fine
read(options.rejectUnauthorized)  // fine

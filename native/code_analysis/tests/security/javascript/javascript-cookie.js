res.cookie("a", value, { httpOnly: false })  // finding: javascript-cookie
session({ cookie: { secure: false } })  // finding: javascript-cookie
res.cookie("a", value, { httpOnly: true })  // fine
connect({ insecure: false })  // fine

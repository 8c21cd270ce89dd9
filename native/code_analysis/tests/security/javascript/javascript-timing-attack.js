if (password === given) { allow() }  // finding: javascript-timing-attack
if (given !== token) { deny() }  // finding: javascript-timing-attack
if (password === "") { deny() }  // fine
if (name === given) { allow() }  // fine
if (password === undefined) { deny() }  // fine

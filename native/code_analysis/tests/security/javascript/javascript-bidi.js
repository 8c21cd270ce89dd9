const level = "user‮ ⁦// admin⁩ ⁦"  // finding: javascript-bidi
// check ‮ nimda  // finding: javascript-bidi
const level = "user"  // fine
// check admin  // fine

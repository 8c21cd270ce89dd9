crypto.createHash("md5")  // finding: javascript-weak-hash
createHash("SHA1")  // finding: javascript-weak-hash
crypto.createHash("sha256")  // fine
crypto.createHmac("sha1", key)  // fine
hash("md5")  // fine

crypto.pseudoRandomBytes(16)  // finding: javascript-pseudo-random-bytes
pseudoRandomBytes(8)  // finding: javascript-pseudo-random-bytes
crypto.randomBytes(16)  // fine
read(pseudoRandomBytesCount)  // fine

crypto.createCipher("aes192", key)  // finding: javascript-weak-cipher
crypto.createCipheriv("des-ede3-cbc", key, iv)  // finding: javascript-weak-cipher
crypto.createCipheriv("aes-256-gcm", key, iv)  // fine
crypto.createSign("rc4")  // fine

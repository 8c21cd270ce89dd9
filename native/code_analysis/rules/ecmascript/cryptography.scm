; Rules for JavaScript and TypeScript; what holds for all of them stands in language.scm.

; rule: javascript-weak-hash
; cwe: 327
; severity: medium
; message: MD4, MD5 and SHA-1 are broken; for anything but a checksum use SHA-256.
; needs: createHash createHmac
((call_expression function: (_) @name arguments: (arguments . (string (string_fragment) @hash))) @finding
  (#match? @name "(^|\\.)createHash$")
  (#match? @hash "(?i)^(md4|md5|sha1|sha-1|ripemd160)$"))
((call_expression function: (_) @name arguments: (arguments . (string (string_fragment) @hash))) @finding
  (#match? @name "(^|\\.)createHmac$")
  (#match? @hash "(?i)^(md4|md5)$"))

; rule: javascript-weak-cipher
; cwe: 327
; severity: high
; message: The cipher is broken, or derives its key without salt; use createCipheriv with aes-256-gcm.
; needs: createCipher createDecipher createCipheriv createDecipheriv
((call_expression function: (_) @name arguments: (arguments)) @finding
  (#match? @name "(^|\\.)(createCipher|createDecipher)$"))
((call_expression function: (_) @name arguments: (arguments . (string (string_fragment) @cipher))) @finding
  (#match? @name "(^|\\.)(createCipheriv|createDecipheriv)$")
  (#match? @cipher "(?i)^(des|rc2|rc4|bf)|-ecb$"))

; rule: javascript-pseudo-random-bytes
; codes: detect-pseudoRandomBytes
; cwe: 330
; severity: medium
; message: pseudoRandomBytes may be predicted; use randomBytes.
; needs: pseudoRandomBytes
((call_expression function: (_) @name) @finding
  (#match? @name "(^|\\.)pseudoRandomBytes$"))

; rule: javascript-random
; cwe: 330
; severity: medium
; message: Math.random can be predicted; secrets come from crypto.
; needs: Math
; reach: 9
([(variable_declarator name: (identifier) @key value: (_) @value) (assignment_expression left: (_) @key right: (_) @value) (pair key: (property_identifier) @key value: (_) @value)] @finding
  (#match? @key "(?i)(token|secret|password|passwd|api_?key|session_?id|nonce|salt|csrf|otp)")
  (#match? @value "Math\\.random\\(")
  (#not-match? @value "^(async\\s|function|\\(.*\\)\\s*=>|\\{)"))

; rule: javascript-timing-attack
; codes: detect-possible-timing-attacks
; cwe: 208
; severity: low
; message: How long the comparison takes tells how much is right; use timingSafeEqual.
; needs: *password* *secret* *apikey* *api_key* *token* *hmac* *signature* *digest*
((if_statement condition: (parenthesized_expression (binary_expression left: (identifier) @key operator: ["==" "===" "!=" "!=="] right: (identifier) @other))) @finding
  (#match? @key "(?i)^(password|passwd|secret|api_?key|token|hmac|signature|digest|hash)$")
  (#not-match? @other "^(undefined|null)$"))
((if_statement condition: (parenthesized_expression (binary_expression left: (identifier) @other operator: ["==" "===" "!=" "!=="] right: (identifier) @key))) @finding
  (#match? @key "(?i)^(password|passwd|secret|api_?key|token|hmac|signature|digest|hash)$")
  (#not-match? @other "(?i)^(undefined|null|password|passwd|secret|api_?key|token|hmac|signature|digest|hash)$"))

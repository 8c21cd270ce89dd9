; Rules for Python; what holds for all of them stands in imports.scm.

; rule: python-weak-hash
; codes: B303 B324
; cwe: 327
; severity: medium
; message: MD2, MD4, MD5 and SHA-1 are broken; for anything but a checksum use SHA-256.
; needs: hashlib METHOD_CRYPT METHOD_MD5 METHOD_BLOWFISH md2 md4 md5 sha sha1 MD2 MD4 MD5 SHA SHA1
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "hashlib.md4" "hashlib.md5" "hashlib.sha" "hashlib.sha1" "Crypto.Hash.MD2.new" "Crypto.Hash.MD4.new" "Crypto.Hash.MD5.new" "Crypto.Hash.SHA.new" "Cryptodome.Hash.MD2.new" "Cryptodome.Hash.MD4.new" "Cryptodome.Hash.MD5.new" "Cryptodome.Hash.SHA.new" "cryptography.hazmat.primitives.hashes.MD5" "cryptography.hazmat.primitives.hashes.SHA1")
  (#not-match? @args "usedforsecurity\\s*=\\s*False"))
((call function: (_) @name arguments: (argument_list . [(string) @hash (keyword_argument name: (identifier) @key value: (string) @hash)]) @args) @finding
  (#named? @name "hashlib.new")
  (#eq? @key "name")
  (#match? @hash "(?i)^[\"'](md4|md5|sha|sha1)[\"']$")
  (#not-match? @args "usedforsecurity\\s*=\\s*False"))
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "crypt.crypt" "crypt.mksalt")
  (#match? @args "METHOD_(CRYPT|MD5|BLOWFISH)"))

; rule: python-weak-cipher
; codes: B304
; cwe: 327
; severity: high
; message: The cipher is broken; use AES or ChaCha20.
; needs: ARC2 ARC4 Blowfish DES XOR CAST5 IDEA SEED TripleDES
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "Crypto.Cipher.ARC2.new" "Crypto.Cipher.ARC4.new" "Crypto.Cipher.Blowfish.new" "Crypto.Cipher.DES.new" "Crypto.Cipher.XOR.new" "Cryptodome.Cipher.ARC2.new" "Cryptodome.Cipher.ARC4.new" "Cryptodome.Cipher.Blowfish.new" "Cryptodome.Cipher.DES.new" "Cryptodome.Cipher.XOR.new" "cryptography.hazmat.primitives.ciphers.algorithms.ARC4" "cryptography.hazmat.primitives.ciphers.algorithms.Blowfish" "cryptography.hazmat.primitives.ciphers.algorithms.CAST5" "cryptography.hazmat.primitives.ciphers.algorithms.IDEA" "cryptography.hazmat.primitives.ciphers.algorithms.SEED" "cryptography.hazmat.primitives.ciphers.algorithms.TripleDES"))

; rule: python-weak-cipher-mode
; codes: B305
; cwe: 327
; severity: medium
; message: In ECB mode equal blocks stay equal; use GCM.
; needs: ECB
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "cryptography.hazmat.primitives.ciphers.modes.ECB"))

; rule: python-weak-key
; codes: B505
; cwe: 326
; severity: medium
; message: The key is too short; RSA and DSA need 2,048 bits, elliptic curves 224.
; needs: generate_private_key generate
((call function: (_) @name arguments: (argument_list (keyword_argument name: (identifier) @key value: (integer) @size))) @finding
  (#named? @name "cryptography.hazmat.primitives.asymmetric.dsa.generate_private_key" "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key" "Crypto.PublicKey.DSA.generate" "Crypto.PublicKey.RSA.generate" "Cryptodome.PublicKey.DSA.generate" "Cryptodome.PublicKey.RSA.generate")
  (#any-of? @key "key_size" "bits")
  (#match? @size "^([0-9]{1,3}|1[0-9]{3}|20[0-3][0-9]|204[0-7])$"))
((call function: (_) @name arguments: (argument_list . (integer) @size)) @finding
  (#named? @name "cryptography.hazmat.primitives.asymmetric.dsa.generate_private_key" "Crypto.PublicKey.DSA.generate" "Crypto.PublicKey.RSA.generate" "Cryptodome.PublicKey.DSA.generate" "Cryptodome.PublicKey.RSA.generate")
  (#match? @size "^([0-9]{1,3}|1[0-9]{3}|20[0-3][0-9]|204[0-7])$"))
((call function: (_) @name arguments: (argument_list . (_) . (integer) @size)) @finding
  (#named? @name "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key")
  (#match? @size "^([0-9]{1,3}|1[0-9]{3}|20[0-3][0-9]|204[0-7])$"))
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "cryptography.hazmat.primitives.asymmetric.ec.generate_private_key")
  (#match? @args "SECP192R1|SECT163[KR][12]"))

; rule: python-random
; codes: B311
; cwe: 330
; severity: low
; message: The module random can be predicted; secrets and keys come from the module secrets.
; needs: random
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "random.Random" "random.random" "random.randrange" "random.randint" "random.choice" "random.choices" "random.uniform" "random.triangular" "random.randbytes" "random.sample" "random.getrandbits"))

; rule: python-mktemp
; codes: B306
; cwe: 377
; severity: medium
; message: Someone else can make the file between mktemp and its use; mkstemp makes it at once.
; needs: mktemp
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "tempfile.mktemp"))

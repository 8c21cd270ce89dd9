import crypt
import hashlib
from Cryptodome.Hash import MD5

hashlib.md5(data)  # finding: python-weak-hash
hashlib.new("SHA1", data)  # finding: python-weak-hash
MD5.new()  # finding: python-weak-hash
crypt.crypt("text", salt=crypt.METHOD_MD5)  # finding: python-weak-hash
hashlib.sha256(data)  # fine
hashlib.md5(data, usedforsecurity=False)  # fine
hashlib.new("sha512")  # fine
md5(data)  # fine

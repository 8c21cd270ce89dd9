from Cryptodome.Cipher import AES
from Cryptodome.Cipher import DES as des
from cryptography.hazmat.primitives.ciphers import algorithms

des.new(key)  # finding: python-weak-cipher
algorithms.ARC4(key)  # finding: python-weak-cipher
AES.new(key, AES.MODE_GCM)  # fine
algorithms.AES(key)  # fine

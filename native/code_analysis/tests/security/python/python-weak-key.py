from Cryptodome.PublicKey import RSA
from cryptography.hazmat.primitives.asymmetric import ec, rsa

rsa.generate_private_key(public_exponent=65537, key_size=1024)  # finding: python-weak-key
rsa.generate_private_key(65537, 1024)  # finding: python-weak-key
ec.generate_private_key(ec.SECT163R2)  # finding: python-weak-key
RSA.generate(1024)  # finding: python-weak-key
rsa.generate_private_key(public_exponent=65537, key_size=2048)  # fine
rsa.generate_private_key(65537, 4096)  # fine
ec.generate_private_key(ec.SECP384R1)  # fine
RSA.generate(bits)  # fine

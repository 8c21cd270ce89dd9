from cryptography.hazmat.primitives.ciphers import modes

modes.ECB()  # finding: python-weak-cipher-mode
mode = modes.ECB(iv)  # finding: python-weak-cipher-mode
modes.GCM(iv)  # fine
ecb.ECB()  # fine

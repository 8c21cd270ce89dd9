import os
import stat

os.chmod(path, 0o777)  # finding: python-world-writable
os.chmod(path, 0o666)  # finding: python-world-writable
os.chmod(path, stat.S_IWOTH)  # finding: python-world-writable
os.chmod(path, 0o600)  # fine
os.chmod(path, mode)  # fine
os.chmod(path, stat.S_IRUSR)  # fine

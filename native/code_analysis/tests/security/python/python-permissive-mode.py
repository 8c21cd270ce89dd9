import os
import stat

os.chmod(path, 0o755)  # finding: python-permissive-mode
os.chmod(path, stat.S_IXGRP)  # finding: python-permissive-mode
os.chmod(path, 0o644)  # fine
os.chmod(path, 0o700)  # fine

import os

os.execv(path, arguments)  # finding: python-process
os.spawnl(mode, path)  # finding: python-process
os.getpid()  # fine
executor.execv(path, arguments)  # fine

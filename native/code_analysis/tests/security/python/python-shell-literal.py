import os

os.system("/bin/ls")  # finding: python-shell-literal
os.popen("/bin/date")  # finding: python-shell-literal
os.system(command)  # finding: python-shell
platform.system()  # fine

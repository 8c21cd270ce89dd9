import os
import subprocess  # finding: python-import-subprocess

os.system("/bin/chown root *")  # finding: python-shell-literal python-shell-wildcard
subprocess.run("/bin/tar cf a.tar *", shell=True)  # finding: python-shell-wildcard python-subprocess-shell-literal
os.system("/bin/ls *")  # finding: python-shell-literal
subprocess.run(["/bin/chown", "root", "*"])  # finding: python-subprocess
os.system("/bin/chmod 600 a")  # finding: python-shell-literal

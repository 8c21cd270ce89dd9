import subprocess  # finding: python-import-subprocess
from subprocess import Popen  # finding: python-import-subprocess

subprocess.run(command, shell=True)  # finding: python-subprocess-shell
subprocess.call(f"ls {path}", shell=True)  # finding: python-partial-path python-subprocess-shell
Popen("ls " + path, shell=1)  # finding: python-subprocess-shell
subprocess.run("ls", shell=True)  # finding: python-partial-path python-subprocess-shell-literal
subprocess.run(command, shell=False)  # finding: python-subprocess
subprocess.run(command, shell=0)  # finding: python-subprocess

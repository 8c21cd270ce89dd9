import os
import subprocess  # finding: python-import-subprocess

os.system("rm " + path)  # finding: python-shell
os.popen(command)  # finding: python-shell
subprocess.getoutput(f"ls {path}")  # finding: python-partial-path python-shell
os.system("ls")  # finding: python-partial-path python-shell-literal
platform.system()  # fine
own.system(command)  # fine

import os
import subprocess  # finding: python-import-subprocess

subprocess.run(["ls", "-l"])  # finding: python-partial-path python-subprocess
os.system("date")  # finding: python-partial-path python-shell-literal
subprocess.run(["/bin/ls", "-l"])  # finding: python-subprocess
subprocess.run([program])  # finding: python-subprocess
subprocess.run(["./build"])  # finding: python-subprocess

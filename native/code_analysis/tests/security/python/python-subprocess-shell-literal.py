import subprocess  # finding: python-import-subprocess

subprocess.run("ls -l", shell=True)  # finding: python-partial-path python-subprocess-shell-literal
subprocess.check_output("ls", shell=1)  # finding: python-partial-path python-subprocess-shell-literal
subprocess.run(["/bin/ls"])  # finding: python-subprocess
subprocess.run(command, shell=True)  # finding: python-subprocess-shell

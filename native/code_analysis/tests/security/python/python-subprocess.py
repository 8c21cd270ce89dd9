import subprocess  # finding: python-import-subprocess

subprocess.run(["/bin/ls", path])  # finding: python-subprocess
subprocess.call(command, shell=False)  # finding: python-subprocess
subprocess.run("ls", shell=True)  # finding: python-partial-path python-subprocess-shell-literal
subprocess.list2cmdline(command)  # fine
runner.run(["/bin/ls"])  # fine

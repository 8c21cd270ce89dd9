import subprocess  # finding: python-import-subprocess

invoke(command, shell=True)  # finding: python-shell-true
runner.run("ls", shell=True)  # finding: python-shell-true
invoke(command, shell=False)  # fine
subprocess.run("ls", shell=True)  # finding: python-partial-path python-subprocess-shell-literal
invoke(command, shell=None)  # fine

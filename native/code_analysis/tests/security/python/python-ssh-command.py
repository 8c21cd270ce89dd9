client.exec_command("ls " + path)  # finding: python-ssh-command
client.exec_command(command)  # finding: python-ssh-command
client.exec_command("uptime")  # fine
client.exec_command()  # fine

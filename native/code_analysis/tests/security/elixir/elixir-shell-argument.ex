System.cmd("sh", ["-c", command])  # finding: elixir-shell-argument
System.cmd("/bin/bash", ["-lc", "ls #{path}"])  # finding: elixir-shell-argument
System.cmd("sh", ["-c", "ls"])  # fine
System.cmd("sh", [path])  # fine
System.cmd("git", ["-c", option])  # fine

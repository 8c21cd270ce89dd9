System.cmd(program, [])  # finding: elixir-system-cmd
program |> System.cmd([])  # finding: elixir-system-cmd
System.cmd("ls", [])  # fine
System.cmd(@program, [path])  # fine
Shell.cmd(program)  # fine

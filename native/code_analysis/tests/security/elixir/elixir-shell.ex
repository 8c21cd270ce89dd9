System.shell("ls #{path}")  # finding: elixir-shell
:os.cmd(command)  # finding: elixir-shell
command |> String.to_charlist() |> :os.cmd()  # finding: elixir-shell
System.shell("ls")  # fine
:os.cmd('ls')  # fine
Own.shell(command)  # fine

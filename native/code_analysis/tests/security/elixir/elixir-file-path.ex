File.read!(path)  # finding: elixir-file-path
path |> File.stream!()  # finding: elixir-file-path
File.cp("a.txt", target)  # finding: elixir-file-path
File.read!("a.txt")  # fine
File.read!(Path.join(__DIR__, name))  # fine
File.read!(Application.app_dir(:app, "priv/a"))  # fine
File.write!("a.txt", text)  # fine

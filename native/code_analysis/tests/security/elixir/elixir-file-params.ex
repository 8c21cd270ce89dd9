File.read!(params["name"])  # finding: elixir-file-params
File.rm(Path.join(root, conn.params["name"]))  # finding: elixir-file-params
File.cp!(upload.path, target)  # finding: elixir-file-params elixir-file-path
File.read!(@path)  # fine
File.read!("a.txt")  # fine
File.exists?(params["name"])  # fine

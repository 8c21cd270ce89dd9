defmodule ParserEngine.Coverage.GoModules do
  @moduledoc false
  # Go names files by the import path of their module, which `go.mod` in its folder tells.

  alias ParserEngine.OnDisk

  @most_bytes 1_000_000

  @doc "The modules in the folders of these Go files and above them, with their import paths."
  @spec below(String.t(), Enumerable.t()) :: [{import_path :: String.t(), folder :: String.t()}]
  def below(root, paths) do
    folders =
      for path <- paths,
          Path.extname(path) == ".go",
          folder <- above(path),
          uniq: true,
          do: folder

    for folder <- ["" | folders] |> Enum.uniq(),
        import_path = module(root, folder),
        do: {import_path, folder}
  end

  defp above(path) do
    case Path.dirname(path) do
      "." -> []
      folder -> [folder | above(folder)]
    end
  end

  defp module(root, folder) do
    path = Path.join(folder, "go.mod")

    with {:ok, :regular, bytes} when bytes <= @most_bytes <- OnDisk.look(root, path),
         {:ok, text} <- File.read(Path.join(root, path)),
         [_line, import_path] <- Regex.run(~r/^module[ \t]+"?([^\s"]+)/m, text) do
      import_path
    else
      _no_module -> nil
    end
  end
end

defmodule ParserEngine.OddContentTest do
  # Whatever is in a file, it has its rows, or it is binary.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Config, Ingest, Store}

  @files 400
  @definitions %{
    "ex" => ["def ", ", do: 1\n"],
    "py" => ["def ", "():\n  pass\n"],
    "js" => ["function ", "() {}\n"],
    "ts" => ["class ", " {}\n"],
    "rs" => ["fn ", "() {}\n"],
    "go" => ["func ", "() {}\n"],
    "sh" => ["", "() { :; }\n"],
    "nix" => ["{ ", " = 1; }\n"],
    "json" => ["{\"", "\": 1}\n"],
    "yaml" => ["", ": 1\n"],
    "toml" => ["", " = 1\n"],
    "md" => ["# ", "\n"]
  }

  test "random bytes as files and as names in them", %{config: config, root: root} do
    seed = {1, 2, 3}
    :rand.seed(:exsss, seed)
    sources = for n <- 1..@files, do: {"f#{n}.#{extension(n)}", source(extension(n))}
    for {path, bytes} <- sources, do: write(root, path, bytes)

    assert {:ok, %{failed: [], errors: [], not_indexed: binary}} = Ingest.run(config)
    for {path, reason} <- binary, do: assert({path, reason} == {path, :binary})
    written = Enum.map(sources, &elem(&1, 0)) -- Enum.map(binary, &elem(&1, 0))
    assert length(written) > div(@files, 2)
    for table <- Config.tables(), do: assert(paths(config, table) == Enum.sort(written))

    for {path, _reason} <- binary,
        table <- Config.tables(),
        do: assert({:ok, %{reason: "binary"}} = Store.refusals(config, table, path))
  end

  defp extension(n), do: @definitions |> Map.keys() |> Enum.at(rem(n, map_size(@definitions)))

  defp source(extension) do
    [before, behind] = @definitions[extension]

    case :rand.uniform(4) do
      1 -> :rand.bytes(:rand.uniform(2_000))
      2 -> for _ <- 1..20, do: [before, noise(1..255), behind]
      3 -> for _ <- 1..20, do: [before, escapes(), behind]
      # A NUL after the first 8 KB makes no binary file.
      4 -> [List.duplicate([before, "a", behind], 3_000), before, noise(0..255), behind]
    end
  end

  defp noise(bytes), do: for(_ <- 1..:rand.uniform(30), into: "", do: <<Enum.random(bytes)>>)

  # Words that mean something to JSON, to PostgreSQL or in UTF-16.
  defp escapes do
    for _ <- 1..5,
        into: "",
        do: Enum.random(["\\u0000", "\\", "\"", "\\ud800", <<0xED, 0xA0, 0x80>>, "\u2028", "x"])
  end

  test "six characters that look like a NUL are themselves", %{config: config, root: root} do
    source = ~S|defmodule A do
  @doc "ends at \u0000, \\u0000 and \ud800"
  def f, do: "\u0000"
end
|
    write(root, "a.ex", source)
    assert {:ok, %{failed: []}} = Ingest.run(config)
    assert rows(config, :code_files, "SELECT content FROM T") == [[source]]
  end
end

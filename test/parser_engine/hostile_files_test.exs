defmodule ParserEngine.HostileFilesTest do
  # Files that have ended other VMs, in a VM of their own with Erlang's default flags. It stays up,
  # and each file has both rows, which say how far the analysis got.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Ingest, Language, OtherVM}

  @moduletag :tmp_dir
  @moduletag timeout: 300_000
  @levels 100_000

  setup %{tmp_dir: tmp_dir} do
    vm = OtherVM.start(Path.join(tmp_dir, "vm"))
    OtherVM.start_repo(vm)
    {:ok, vm: vm}
  end

  # Staircases of indentation and the like, for which scanners keep a stack of fixed size, and
  # assert.
  defp known do
    [
      {"nested.yml", staircase("a:")},
      {"list.yml", staircase("-")},
      {"compact.yml", [String.duplicate("- ", 600), "a\n"]},
      {"keys.yml", [String.duplicate("? ", 600), "a\n"]},
      {"nested.py", [staircase("if 1:"), String.duplicate(" ", 600), "'x'\n"]},
      {"quoted.md", [String.duplicate("> ", 5_000), "a\n"]},
      {"listed.md", [String.duplicate("- ", 5_000), "a\n"]},
      {"heredocs.sh", for(number <- 1..600, do: "cat <<E#{number}\n")}
    ]
  end

  defp staircase(step), do: for(level <- 0..599, do: [String.duplicate(" ", level), step, "\n"])

  test "known killers of scanners", %{vm: vm, config: config, root: root} do
    for {path, text} <- known(), do: write(root, path, text)
    write(root, "fine.ex", "defmodule Fine do\nend\n")
    ingest(vm, config)

    rows = rows_by_path(config)
    assert Enum.sort(Map.keys(rows)) == Enum.sort(["fine.ex" | Enum.map(known(), &elem(&1, 0))])
    for path <- ~w(nested.yml list.yml nested.py), do: assert(rows[path].status == "too_deep")
    assert rows["fine.ex"].status == "ok"
  end

  # The parser takes kilobytes for each byte of these, in one step.
  @greedy [
    {"undecided.ex", "f a\n"},
    {"wide.ex", "try do\n_, _ -> :ok\nend\n"},
    {"torn.ex", "cond do\na > b ->\nfirst(a)\nend\nend\n:one ->\nsecond()\nend\n"},
    {"angles.ts", "a<b,\n"},
    {"pipes.sh", "a |\n"}
  ]

  test "files whose parse would take all memory", %{vm: vm, config: config, root: root} do
    for {path, unit} <- @greedy,
        do: write(root, path, String.duplicate(unit, div(1_900_000, byte_size(unit))))

    write(root, "fine.ex", "defmodule Fine do\nend\n")
    # On a slow machine the time would run out before the memory does.
    ingest(vm, %{config | parse_timeout: 60_000})

    rows = rows_by_path(config)
    for {path, _unit} <- @greedy, do: assert(rows[path].status == "memory_limit", path)
    assert rows["fine.ex"].status == "ok"
  end

  # One level a line, since long lines are refused.
  @shapes [
    {"parentheses", "(\n", ")\n"},
    {"brackets", "[\n", "]\n"},
    {"unclosed", "(\n", ""},
    {"operators", "a +\n", ""},
    {"else_if", "else if (a) {}\n", ""}
  ]

  test "a hundred thousand levels in each language", %{vm: vm, config: config, root: root} do
    paths =
      for extension <- extensions(), {shape, open, close} <- @shapes do
        text = [String.duplicate(open, @levels), String.duplicate(close, @levels)]
        write(root, "#{shape}.#{extension}", text)
        "#{shape}.#{extension}"
      end

    # A tenth of the time that a parse has by default: those that take long are told as such.
    ingest(vm, %{config | parse_timeout: 500})
    rows = rows_by_path(config)
    assert Enum.sort(Map.keys(rows)) == Enum.sort(paths)

    for {path, row} <- rows do
      [shape, _extension] = String.split(path, ".")
      assert row.status == "too_deep" or shape in ~w(operators else_if), path

      # PostgreSQL takes no jsonb of some thousand levels: a syntax tree is cut before, and says so.
      assert row.status in ~w(too_deep timeout memory_limit) or row.depth < 1_000, path

      assert row.status in ~w(too_deep timeout memory_limit) or row.truncated or row.depth < 100,
             path
    end
  end

  # One a language.
  defp extensions, do: Enum.uniq_by(Language.extensions(), &Language.detect("a." <> &1))

  defp ingest(vm, config) do
    assert {:ok, %{failed: []}} = OtherVM.call(vm, Ingest, :run, [config])
    assert paths(config, :code_files) == paths(config, :codebase_metadata)
  end

  defp rows_by_path(config) do
    sql = "SELECT file_path, parse_status, metadata::text, ast_json::text FROM T"

    for [path, status, metadata, ast] <- rows(config, :code_files, sql), into: %{} do
      {path, %{status: status, truncated: metadata =~ "ast_truncated", depth: depth(ast)}}
    end
  end

  # Of the text as it is, the strings in it included.
  defp depth(nil), do: 0

  defp depth(json) do
    {_open, deepest} =
      for <<byte <- json>>, byte in ~c"[{]}", reduce: {0, 0} do
        {open, deepest} when byte in ~c"[{" -> {open + 1, max(deepest, open + 1)}
        {open, deepest} -> {open - 1, deepest}
      end

    deepest
  end
end

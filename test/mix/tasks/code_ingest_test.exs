defmodule Mix.Tasks.Code.IngestTest do
  use ParserEngine.CodebaseCase

  import ParserEngine.CapturedTerminal, only: [written: 1]

  alias Mix.Tasks.Code.Ingest
  alias ParserEngine.CapturedTerminal
  alias ParserEngine.Ingest.Look

  setup %{root: root} do
    write(root, "lib/a.ex", "defmodule A do\n  import B\n  def f(x), do: if(x, do: 1)\nend\n")
    write(root, "lib/b.ex", "defmodule B do\nend\n")
    write(root, "notes.txt", "no language\n")
    :ok
  end

  defp words(config, more \\ []) do
    ["--path", config.root, "--id", config.codebase_id, "--prefix", config.prefix] ++
      ["--repo", inspect(config.repo)] ++ more
  end

  defp ingest(words), do: Ingest.run(words, CapturedTerminal.new())

  test "fills both tables and tells it", %{config: config} do
    assert ingest(words(config)) == :ok
    for table <- config.tables, do: assert(paths(config, table) == ["lib/a.ex", "lib/b.ex"])
    text = written(:puts)
    assert text =~ "100%  2/2 files"
    assert text =~ ~r/^  elixir +2 +2$/m
    assert text =~ "skipped: unsupported_extension 1"
    assert written(:complain) == ""
  end

  test "a second run says that nothing is new", %{config: config} do
    :ok = ingest(words(config))
    written(:puts)
    assert ingest(words(config)) == :ok
    assert written(:puts) =~ "nothing new, all 2 files are current"
  end

  test "a folder without source files says so", %{config: config, root: root} do
    for path <- ~w(lib/a.ex lib/b.ex), do: File.rm!(Path.join(root, path))
    assert ingest(words(config)) == :ok
    text = written(:puts)
    assert text =~ "#{config.codebase_id}: no source file in #{root}.\n"
    assert text =~ "skipped: unsupported_extension 1"
    refute text =~ "nothing new"
  end

  test "one path only", %{config: config} do
    assert ingest(words(config, ["--only", "lib/b.ex"])) == :ok
    assert paths(config, :code_files) == ["lib/b.ex"]
  end

  test "nested repositories, when asked to", %{config: config, root: root} do
    write(root, "clone/.git/HEAD", "")
    write(root, "clone/c.ex", "defmodule C do\nend\n")
    assert ingest(words(config)) == :ok
    assert paths(config, :code_files) == ["lib/a.ex", "lib/b.ex"]
    assert ingest(words(config, ["--nested-repositories"])) == :ok
    assert paths(config, :code_files) == ["clone/c.ex", "lib/a.ex", "lib/b.ex"]
  end

  test "a dry run writes no row", %{config: config} do
    assert ingest(words(config, ["--dry-run"])) == :ok
    assert paths(config, :code_files) == []
    text = written(:puts)
    assert text =~ "2 to sync, 0 to remove. Nothing was written."
    assert text =~ "to sync: elixir 2"
  end

  test "a failure is the exit status, and is told even when quiet", %{config: config} do
    refuse(config, :code_files)
    assert catch_exit(ingest(words(config, ["--quiet"]))) == {:shutdown, 1}
    assert written(:puts) == ""
    assert written(:complain) =~ "disk full"
    heal(config, :code_files)
    assert ingest(words(config, ["--quiet"])) == :ok
    assert written(:complain) == ""
    assert paths(config, :code_files) == ["lib/a.ex", "lib/b.ex"]
  end

  test "one that was killed goes on where it was", %{config: config, root: root} do
    for n <- 1..200, do: write(root, "gen/m#{n}.ex", "defmodule M#{n} do\nend\n")
    test = self()

    # The first progress holds the ingestion, so that it is killed half-way for certain.
    half_way = %{CapturedTerminal.new() | puts: &hold_at_percent(IO.iodata_to_binary(&1), test)}
    {pid, monitor} = spawn_monitor(fn -> Ingest.run(words(config), half_way) end)
    assert_receive :half_way, 20_000
    Process.exit(pid, :kill)
    assert_receive {:DOWN, ^monitor, :process, _pid, :killed}

    assert ingest(words(config)) == :ok
    text = written(:puts)
    [_, current] = Regex.run(~r/, (\d+) current before/, text)
    assert String.to_integer(current) > 0
    assert length(paths(config, :codebase_metadata)) == 202
  end

  defp hold_at_percent(text, test) do
    if text =~ "%" do
      send(test, :half_way)
      Process.sleep(:infinity)
    end
  end

  test "tables that are not there: what to do", %{config: config} do
    assert catch_exit(ingest(words(%{config | prefix: "nowhere"}))) == {:shutdown, 1}
    assert written(:complain) =~ "run ParserEngine.Migration.up in a migration"
  end

  test "a path that is none, and wrong usage", %{config: config} do
    assert catch_exit(ingest(words(%{config | root: "/no/such/folder"}))) == {:shutdown, 1}
    assert written(:complain) =~ "/no/such/folder: there is no such file or directory"
    assert catch_exit(ingest(["--wach"])) == {:shutdown, 2}
    assert written(:complain) =~ "unknown option --wach, did you mean --watch?"
  end

  defmodule DownRepo do
    def query(_sql, _params, _options), do: {:error, %RuntimeError{message: "connection refused"}}
  end

  test "a database that is down", %{config: config} do
    assert catch_exit(ingest(words(%{config | repo: DownRepo}))) == {:shutdown, 1}
    assert written(:complain) =~ "PostgreSQL cannot be reached: connection refused"
  end

  test "stays and tells each sync", %{config: config, root: root} do
    terminal = CapturedTerminal.new()
    start_supervised!({Task, fn -> Ingest.run(words(config, ["--watch"]), terminal) end})
    assert_receive {:puts, "\nWatching " <> _}, 20_000
    # Found by the first comparison, or by the watch when that runs already.
    write(root, "lib/c.ex", "defmodule C do\nend\n")
    assert_receive {:puts, "✓✓ lib/c.ex" <> _}, 20_000
    assert paths(config, :code_files) == ["lib/a.ex", "lib/b.ex", "lib/c.ex"]
  end

  test "says who does the work where another one does", %{config: config} do
    {:ok, :held} = ParserEngine.Store.acquire_lease(config, "elsewhere 1 x", 3_600_000)
    terminal = CapturedTerminal.new()
    start_supervised!({Task, fn -> Ingest.run(words(config, ["--watch"]), terminal) end})
    assert_receive {:puts, "Standing by" <> who}, 20_000
    assert who =~ "elsewhere 1 x"
  end

  test "the statements that are printed run as they are", %{config: config} do
    :ok = ingest(words(config))

    assert [[[2, "f", "lib/a.ex:3"]], [["B", 1]], [[4, _, "lib/a.ex"], [2, _, "lib/b.ex"]]] =
             for({_, sql} <- Look.queries(config), do: config.repo.query!(sql, []).rows)
             |> Enum.map(&Enum.reject(&1, fn row -> hd(row) == nil end))
  end
end

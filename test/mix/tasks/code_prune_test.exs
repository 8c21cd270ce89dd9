defmodule Mix.Tasks.Code.PruneTest do
  use ParserEngine.CodebaseCase

  import ParserEngine.CapturedTerminal, only: [written: 1]

  alias Mix.Tasks.Code.Prune
  alias ParserEngine.{CapturedTerminal, Ingest, Store}

  @tables [
    :code_files,
    :codebase_metadata,
    :parser_engine_refusals,
    :parser_engine_tombstones,
    :parser_engine_leases,
    :parser_engine_roots,
    :parser_engine_snapshots,
    :parser_engine_lexemes,
    :parser_engine_lexeme_totals,
    :parser_engine_graphs
  ]

  setup %{config: config, root: root} do
    for path <- ~w(a.ex b.ex), do: write(root, path, "x = 1\n")
    write(root, "binary.ex", <<0>>)

    for id <- ~w(old new) do
      config = %{config | codebase_id: id}
      {:ok, _summary} = Ingest.run(config)
      {:ok, generation} = Store.next_generation(config)
      {:ok, []} = Store.delete(config, :code_files, generation, [{"gone.ex", :below}])
      {:ok, :held} = Store.acquire_lease(config, "a node", 60_000)
      :ok = Store.release_lease(config, "a node")
    end

    for {table, time} <- [
          code_files: "updated_at",
          codebase_metadata: "updated_at",
          parser_engine_refusals: "refused_at"
        ] do
      statement(config, """
      UPDATE #{name(config, table)} SET #{time} = now() - interval '31 days'
      WHERE codebase_id = 'old'
      """)
    end

    :ok
  end

  defp prune(config, more) do
    words = ["--prefix", config.prefix, "--repo", inspect(config.repo)] ++ more
    Prune.run(words, CapturedTerminal.new())
  end

  defp codebases(config) do
    @tables
    |> Enum.flat_map(&rows(config, &1, "SELECT codebase_id FROM T"))
    |> List.flatten()
    |> Enum.uniq()
    |> Enum.sort()
  end

  test "lists what there is", %{config: config, root: root} do
    assert prune(config, []) == :ok

    assert written(:puts) == """
           codebase  code_files  codebase_metadata  written      root
           new       2           2                  today        #{root}
           old       2           2                  31 days ago  #{root}
           """

    assert codebases(config) == ["new", "old"]
  end

  test "removes one, and leaves nothing of it", %{config: config} do
    assert prune(config, ["--id", "new"]) == :ok
    assert written(:puts) =~ "removed new: 13 rows"
    assert codebases(config) == ["old"]
    assert catch_exit(prune(config, ["--id", "new"])) == {:shutdown, 1}
    assert written(:complain) =~ ~s(the tables have no codebase "new")
  end

  test "a codebase of which only its past is left", %{config: config} do
    for table <- @tables -- [:parser_engine_snapshots],
        do: statement(config, "DELETE FROM #{name(config, table)}")

    assert prune(config, ["--id", "old"]) == :ok
    assert written(:puts) =~ "removed old: 1 rows"
    assert codebases(config) == ["new"]
  end

  test "removes what was not written for so long", %{config: config} do
    assert prune(config, ["--days", "32"]) == :ok
    assert written(:puts) == "no codebase\n"
    assert prune(config, ["--days", "30", "--dry-run"]) == :ok
    assert written(:puts) =~ "31 days ago"
    assert codebases(config) == ["new", "old"]
    assert prune(config, ["--days", "30"]) == :ok
    assert codebases(config) == ["new"]
  end

  test "removes none that is in use", %{config: config} do
    {:ok, :held} = Store.acquire_lease(%{config | codebase_id: "old"}, "a node", 60_000)
    assert prune(config, ["--days", "30"]) == :ok
    assert written(:puts) == "no codebase\n"
    assert catch_exit(prune(config, ["--id", "old"])) == {:shutdown, 1}
    assert written(:puts) =~ "in use"
    assert written(:complain) =~ ~s(codebase "old": it is kept true by a node: stop that)
    assert codebases(config) == ["new", "old"]
  end

  test "wrong usage", %{config: config} do
    assert catch_exit(prune(config, ["--days", "0"])) == {:shutdown, 2}
    assert catch_exit(prune(config, ["--id", "a", "--days", "1"])) == {:shutdown, 2}
    assert written(:complain) =~ "--id and --days exclude each other"
  end
end

defmodule ParserEngine.Sync.RenameTest do
  # A renamed file keeps its rows: what is not computed from the file alone is not paid twice.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Config, Ingest, Reconcile, Store, Sync}

  doctest ParserEngine.Sync.Rename

  @files 500

  # What a test writes into the columns of the graph and of the search index stays there.
  setup %{config: config, root: root} do
    config = %{config | graph: false, search: false}
    for n <- 1..@files, do: write(root, "lib/f#{n}.ex", "defmodule F#{n} do\nend\n")
    for n <- 1..20, do: write(root, "lib/p#{n}/__init__.py", "")
    {:ok, %{failed: []}} = Ingest.run(config)

    statement(config, """
    UPDATE #{name(config, :codebase_metadata)}
    SET pagerank_score = id, embedding_model = path, vector_embedding = array_fill(0.5::real, '{1536}')
    """)

    {:ok, config: config, before: kept(config)}
  end

  for {what, entry} <- [
        {"a comparison", quote(do: &__MODULE__.ingest/1)},
        {"events", quote(do: &__MODULE__.events/1)}
      ] do
    test "a directory, by #{what}", %{config: config, root: root, before: before} do
      File.rename!(Path.join(root, "lib"), Path.join(root, "src"))
      unquote(entry).(config)
      for table <- Config.tables(), do: assert(kept(config)[table] == renamed(before[table]))
      assert_current(config)
    end
  end

  def ingest(config) do
    assert {:ok, %{failed: [], suspect: nil, results: results}} = Ingest.run(config)
    assert results == %{{:ok, :both_tables} => @files + 20}
  end

  # The directory that is gone, and all that is new; what is gone waits for the others.
  def events(config) do
    {:ok, %{changed: changed}} = Reconcile.plan(config)

    for batch <- Enum.chunk_every(changed, 32) ++ [["lib"]],
        outcome <- Sync.settle(config, batch),
        do: assert(outcome.result in [{:ok, :both_tables}, {:ok, :deleted}])
  end

  test "old and new name in one batch", %{config: config, root: root, before: before} do
    File.rename!(Path.join(root, "lib/f1.ex"), Path.join(root, "other.ex"))

    assert [%{result: {:ok, :deleted}}, %{result: {:ok, :both_tables}}] =
             Sync.settle(config, ["lib/f1.ex", "other.ex"])

    for table <- Config.tables() do
      assert kept(config)[table]["other.ex"] == before[table]["lib/f1.ex"]
      refute Map.has_key?(kept(config)[table], "lib/f1.ex")
    end
  end

  test "the row under its new name tells all that is new", %{config: config, root: root} do
    File.rename!(Path.join(root, "lib/f1.ex"), Path.join(root, "other.ex"))
    assert {:ok, %{failed: []}} = Ingest.run(config)
    fresh = %{config | codebase_id: config.codebase_id <> "-fresh"}
    assert {:ok, %{failed: []}} = Ingest.run(fresh)

    for table <- Config.tables(),
        do: assert(analysed(config, table, "other.ex") == analysed(fresh, table, "other.ex"))
  end

  test "a copy gets a row of its own", %{config: config, root: root, before: before} do
    write(root, "copy.ex", File.read!(Path.join(root, "lib/f1.ex")))
    assert Sync.path(config, "copy.ex").result == {:ok, :both_tables}

    for table <- Config.tables() do
      kept = kept(config)[table]
      assert Map.delete(kept, "copy.ex") == before[table]
      assert hd(kept["copy.ex"]) > before[table] |> Map.values() |> Enum.map(&hd/1) |> Enum.max()
    end
  end

  test "one that was killed between the two steps is brought up to date", context do
    %{config: config, root: root} = context
    File.rename!(Path.join(root, "lib/f1.ex"), Path.join(root, "other.ex"))
    {:ok, generation} = Store.next_generation(config)
    :ok = Store.rename(config, :code_files, generation, [{"lib/f1.ex", "other.ex"}])
    assert {:ok, %{changed: changed, absent: ["lib/f1.ex"]}} = Reconcile.plan(config)
    assert "other.ex" in changed
    assert {:ok, %{failed: [], results: %{{:ok, :both_tables} => 1}}} = Ingest.run(config)
    assert_current(config)
  end

  test "a name that is taken, or was buried later, is not given away", %{config: config} do
    {:ok, generation} = Store.next_generation(config)
    {:ok, []} = Store.delete(config, :code_files, generation + 10, [{"new.ex", :alone}])
    pairs = [{"lib/f1.ex", "lib/f2.ex"}, {"lib/f3.ex", "new.ex"}]
    assert :ok = Store.rename(config, :code_files, generation, pairs)
    assert length(paths(config, :code_files)) == @files + 20
    for path <- ~w(lib/f1.ex lib/f2.ex lib/f3.ex), do: assert(path in paths(config, :code_files))
  end

  # By path what a rename must not cost.
  defp kept(config) do
    for {table, columns} <- [
          code_files: "file_path, id, inserted_at",
          codebase_metadata:
            "path, id, created_at, pagerank_score, embedding_model, vector_embedding::text"
        ],
        into: %{} do
      {table,
       Map.new(rows(config, table, "SELECT #{columns} FROM T"), fn [path | kept] ->
         {path, kept}
       end)}
    end
  end

  defp renamed(kept) do
    Map.new(kept, fn {path, row} -> {String.replace_prefix(path, "lib/", "src/"), row} end)
  end

  defp assert_current(config) do
    statement(
      config,
      "UPDATE #{name(config, :code_files)} SET updated_at = updated_at + interval '3 s'"
    )

    statement(
      config,
      "UPDATE #{name(config, :codebase_metadata)} SET updated_at = updated_at + interval '3 s'"
    )

    assert {:ok, %{changed: [], absent: [], current: current}} = Reconcile.plan(config)
    assert current == @files + 20
  end

  @others ~w(id codebase_id generation parsed_at inserted_at created_at updated_at pagerank_score
             embedding_model vector_embedding)

  defp analysed(config, table, path) do
    column = Store.Table.fetch(table).path

    sql =
      "SELECT (to_jsonb(t) - $3::text[])::text FROM T t " <>
        "WHERE codebase_id = $1::text AND #{column} = $2::text"

    [[row]] = rows(config, table, sql, [config.codebase_id, path, @others])
    row
  end
end

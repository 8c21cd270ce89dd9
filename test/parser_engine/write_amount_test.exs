defmodule ParserEngine.WriteAmountTest do
  # What is written where little or nothing has changed.
  # Not beside others: a transaction that is open anywhere keeps dead rows from making room.
  use ParserEngine.PostgresCase, async: false

  import ParserEngine.CodebaseCase

  alias ParserEngine.{Config, Ingest}

  @moduletag :capture_log

  @long_ago 1_700_000_000

  setup :make_codebase

  setup %{config: config, root: root} do
    File.cp_r!("lib", Path.join(root, "lib"))
    touch(root, @long_ago)
    {:ok, %{failed: []}} = Ingest.run(config)
    :ok
  end

  test "ten times other times, the same contents: the tables hardly grow", context do
    %{config: config, root: root} = context
    before = size(config)

    for round <- 1..10 do
      touch(root, @long_ago + round)
      assert {:ok, %{failed: [], results: results}} = Ingest.run(config)
      assert [{{:ok, :unchanged}, _count}] = Map.to_list(results)
    end

    assert size(config) < 1.2 * before

    # It has been written, nevertheless.
    sql = "SELECT DISTINCT last_modified FROM T"
    assert rows(config, :codebase_metadata, sql) == [[@long_ago + 10]]
  end

  test "another version of the analysis rewrites what it has found anew", context do
    %{config: config} = context
    before = size(config)

    for _round <- 1..3 do
      for table <- Config.tables(),
          do: statement(config, "UPDATE #{name(config, table)} SET analysis_version = 'old'")

      assert {:ok, %{failed: [], results: results}} = Ingest.run(config)
      assert [{{:ok, :both_tables}, _count}] = Map.to_list(results)
    end

    assert size(config) < 1.2 * before
  end

  test "a tree under another root leaves contents where they are", context do
    %{config: config, root: root} = context
    before = size(config)
    moved = %{config | root: root <> "-moved"}
    on_exit(fn -> File.rm_rf!(moved.root) end)
    File.rename!(root, moved.root)
    assert {:ok, %{failed: []}} = Ingest.run(moved)
    assert size(config) < 1.2 * before
    assert rows(config, :code_files, "SELECT DISTINCT codebase_path FROM T") == [[moved.root]]
  end

  defp touch(root, time),
    do: for(file <- Path.wildcard(Path.join(root, "lib/**/*.ex")), do: File.touch!(file, time))

  defp size(config) do
    sql = "SELECT pg_total_relation_size($1::text::regclass)"

    for(table <- Config.tables(), do: config.repo.query!(sql, [name(config, table)]).rows)
    |> List.flatten()
    |> Enum.sum()
  end
end

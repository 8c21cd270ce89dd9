defmodule ParserEngine.ReconcileTest do
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Config, Ingest, Reconcile, Store, Sync}

  @long_ago 1_700_000_000

  setup %{root: root, config: config} do
    for path <- ~w(a.ex lib/b.ex lib/deep/c.ex library/d.ex), do: old(root, path, "x = 1\n")
    {:ok, %{failed: []}} = Ingest.run(config)
    settle(config)
  end

  test "an unchanged tree is current", %{config: config} do
    assert {:ok, plan} = Reconcile.plan(config)
    assert %{changed: [], absent: [], current: 4, suspect: nil} = plan
    assert %{accepted: 4, errors: []} = plan.report
  end

  test "a file that was written just before its row is looked at again", context do
    %{config: config, root: root} = context
    file = write(root, "a.ex", "x = 2\n")
    {:ok, %{failed: []}} = Ingest.run(config)
    assert {:ok, %{changed: ["a.ex"], current: 3}} = Reconcile.plan(config)

    # Setting its time back does not make it older.
    File.touch!(file, @long_ago)
    {:ok, %{failed: []}} = Ingest.run(config)
    assert {:ok, %{changed: ["a.ex"], current: 3}} = Reconcile.plan(config)
    settle(config)
    assert {:ok, %{changed: [], current: 4}} = Reconcile.plan(config)
  end

  # Files of our own, which were there before the test was compiled.
  test "a row that was written just after its file is looked at again only once", context do
    root = Path.expand("lib/parser_engine/migrations")
    count = length(File.ls!(root))
    config = %{context.config | root: root, codebase_id: "migrations"}
    {:ok, %{failed: []}} = Ingest.run(config)
    assert {:ok, %{changed: [], current: ^count}} = Reconcile.plan(config)

    for table <- Config.tables() do
      time = "to_timestamp(greatest(mtime_ns, ctime_ns) / 1000000000.0) + interval '1 second'"
      statement(config, "UPDATE #{name(config, table)} SET updated_at = #{time}")
    end

    assert {:ok, %{changed: changed}} = Reconcile.plan(config)
    assert length(changed) == count
    {:ok, %{failed: []}} = Ingest.run(config)
    assert {:ok, %{changed: [], current: ^count}} = Reconcile.plan(config)
  end

  test "tables that tell of two contents are not current, though size and time are", context do
    %{config: config, root: root} = context
    file = write(root, "a.ex", "x = 2\n")
    File.touch!(file, @long_ago)
    refuse(config, :code_files)
    assert %{result: {:ok, :codebase_metadata_only}} = Sync.path(config, "a.ex")
    heal(config, :code_files)
    keep_no_time_of_change(config)
    settle(config)
    assert {:ok, %{changed: ["a.ex"], current: 3}} = Reconcile.plan(config)
    {:ok, %{failed: []}} = Ingest.run(config)
    settle(config)
    assert {:ok, %{changed: []}} = Reconcile.plan(config)

    assert [["x = 2\n"]] =
             rows(config, :code_files, "SELECT content FROM T WHERE file_path = 'a.ex'")
  end

  test "the rows follow a codebase that was moved", %{config: config, root: root} do
    config = %{config | root: root <> "-moved"}
    on_exit(fn -> File.rm_rf!(config.root) end)
    File.rename!(root, config.root)

    assert {:ok, %{changed: [_, _, _, _]}} = Reconcile.plan(config)
    {:ok, %{failed: []}} = Ingest.run(config)
    assert {:ok, %{changed: [], absent: []}} = Reconcile.plan(config)

    for table <- Config.tables() do
      sql = "SELECT DISTINCT codebase_path FROM T"
      assert rows(config, table, sql) == [[config.root]]
    end
  end

  test "same size and time, another file: it is looked at", %{config: config, root: root} do
    old(root, "new", "x = 2\n")
    File.rename!(Path.join(root, "new"), Path.join(root, "a.ex"))
    assert {:ok, %{changed: ["a.ex"], current: 3}} = Reconcile.plan(config)
  end

  for {what, change} <- [
        {"the size", quote(do: &old(&1, "a.ex", "x = 10\n"))},
        {"the time", quote(do: &File.touch!(Path.join(&1, "a.ex"), @long_ago + 1))}
      ] do
    test "#{what} differs", %{config: config, root: root} do
      unquote(change).(root)
      assert {:ok, %{changed: ["a.ex"], absent: [], current: 3}} = Reconcile.plan(config)
    end
  end

  for table <- Config.tables() do
    test "a row that #{table} lacks, or that was analysed otherwise", %{config: config} do
      statement(config, "DELETE FROM #{name(config, unquote(table))} WHERE id % 2 = 0")
      kept = paths(config, unquote(table))
      assert {:ok, %{changed: changed, absent: []}} = Reconcile.plan(config)
      assert Enum.sort(changed ++ kept) == ~w(a.ex lib/b.ex lib/deep/c.ex library/d.ex)

      statement(config, "UPDATE #{name(config, unquote(table))} SET analysis_version = 'old'")
      assert {:ok, %{changed: changed}} = Reconcile.plan(config)
      assert length(changed) == 4
      assert {:ok, %{failed: []}} = Ingest.run(config)
      settle(config)
      assert {:ok, %{changed: []}} = Reconcile.plan(config)
    end
  end

  test "a limit that was raised is noticed, once", %{config: config, root: root} do
    old(root, "large.ex", String.duplicate("x = 1\n", 1_000))
    small = %{config | max_file_bytes: 1_000}
    {:ok, %{failed: []}} = Ingest.run(small)
    settle(config)
    assert {:ok, %{changed: []}} = Reconcile.plan(small)
    assert {:ok, %{changed: []}} = Reconcile.plan(%{config | max_file_bytes: 5_999})
    assert {:ok, %{changed: ["large.ex"]}} = Reconcile.plan(%{config | max_file_bytes: 6_000})

    {:ok, %{failed: []}} = Ingest.run(config)
    assert rows(config, :code_files, "SELECT DISTINCT parse_status FROM T") == [["ok"]]
    settle(config)
    assert {:ok, %{changed: []}} = Reconcile.plan(config)
  end

  test "so is a longer time for parsing", %{config: config, root: root} do
    # More than is parsed in a millisecond.
    old(root, "slow.ex", String.duplicate("f(1 + 2, [3, 4], %{a: 5})\n", 40_000))
    hasty = %{config | parse_timeout: 1}
    {:ok, %{failed: []}} = Ingest.run(hasty)
    settle(config)
    sql = "SELECT parse_status, parse_timeout FROM T WHERE parse_status <> 'ok'"
    for table <- Config.tables(), do: assert(rows(config, table, sql) == [["timeout", 1]])
    assert {:ok, %{changed: []}} = Reconcile.plan(hasty)

    # In vain again, which is noted.
    {:ok, %{failed: []}} = Ingest.run(%{config | parse_timeout: 2})
    for table <- Config.tables(), do: assert(rows(config, table, sql) == [["timeout", 2]])

    patient = %{config | parse_timeout: 60_000}
    assert {:ok, %{changed: ["slow.ex"]}} = Reconcile.plan(patient)
    {:ok, %{failed: []}} = Ingest.run(patient)
    for table <- Config.tables(), do: assert(rows(config, table, sql) == [])
  end

  test "what takes too much memory to parse is not tried again, whatever the limits", context do
    %{config: config, root: root} = context
    old(root, "greedy.ex", "fn _ ->\n" <> String.duplicate("f a\n", 10_000))
    {:ok, %{failed: []}} = Ingest.run(config)
    settle(config)
    sql = "SELECT file_path FROM T WHERE parse_status = 'memory_limit'"
    assert rows(config, :code_files, sql) == [["greedy.ex"]]
    more = %{config | parse_timeout: 60_000, max_file_bytes: 10_000_000}
    assert {:ok, %{changed: []}} = Reconcile.plan(more)
  end

  test "a file that was rewritten with its size and time restored is found", context do
    %{config: config, root: root} = context
    old(root, "a.ex", "x = 2\n")
    assert {:ok, %{changed: ["a.ex"], current: 3}} = Reconcile.plan(config)
    assert {:ok, %{results: results}} = Ingest.run(config)
    assert results == %{{:ok, :both_tables} => 1}
    sql = "SELECT content FROM T WHERE file_path = 'a.ex'"
    assert rows(config, :code_files, sql) == [["x = 2\n"]]
  end

  test "other permissions are noted, and nothing is parsed or written but that", context do
    %{config: config, root: root} = context
    told = "'{ctime_ns,generation}'::text[]"
    others = &rows(config, &1, "SELECT (to_jsonb(t) - #{told})::text FROM T t ORDER BY id")
    before = Enum.map(Config.tables(), others)
    # Erlang's own would set the time of modification too.
    {_, 0} = System.cmd("chmod", ["600", Path.join(root, "a.ex")])

    assert {:ok, %{changed: ["a.ex"], current: 3}} = Reconcile.plan(config)
    assert {:ok, %{results: results}} = Ingest.run(config)
    assert results == %{{:ok, :unchanged} => 1}
    assert Enum.map(Config.tables(), others) == before
    assert {:ok, %{changed: [], current: 4}} = Reconcile.plan(config)
  end

  test "rows of tables that had no time of change are looked at once", %{config: config} do
    for table <- Config.tables(),
        do: statement(config, "UPDATE #{name(config, table)} SET ctime_ns = NULL")

    assert {:ok, %{changed: [_, _, _, _]}} = Reconcile.plan(config)
    assert {:ok, %{results: %{{:ok, :unchanged} => 4}}} = Ingest.run(config)
    assert {:ok, %{changed: [], current: 4}} = Reconcile.plan(config)
  end

  test "what no time tells is found when every file is read", %{config: config, root: root} do
    old(root, "a.ex", "x = 2\n")
    keep_no_time_of_change(config)
    assert {:ok, %{changed: []}} = Reconcile.plan(config)
    assert {:ok, %{changed: [_, _, _, _], current: 0}} = Reconcile.plan(config, "", verify: true)
    assert {:ok, %{failed: [], results: results}} = Ingest.run(config, verify: true)
    assert results == %{{:ok, :both_tables} => 1, {:ok, :unchanged} => 3}
    sql = "SELECT content FROM T WHERE file_path = 'a.ex'"
    assert rows(config, :code_files, sql) == [["x = 2\n"]]
  end

  test "a file that is rewritten in the tick of its row is looked at", context do
    %{config: config, root: root} = context
    old(root, "a.ex", "x = 2\n")
    assert Sync.path(config, "a.ex").result == {:ok, :both_tables}
    old(root, "a.ex", "x = 3\n")
    keep_no_time_of_change(config)
    assert {:ok, %{changed: ["a.ex"], current: 3}} = Reconcile.plan(config)
  end

  describe "a scope" do
    test "is a directory and all below, and nothing beside", %{config: config, root: root} do
      for path <- ~w(a.ex lib/b.ex library/d.ex), do: old(root, path, "x = 10\n")
      File.rm!(Path.join(root, "lib/deep/c.ex"))

      assert {:ok, plan} = Reconcile.plan(config, "lib")
      assert %{changed: ["lib/b.ex"], absent: ["lib/deep/c.ex"], current: 0} = plan
      assert {:ok, %{changed: ["a.ex"], absent: []}} = Reconcile.plan(config, "a.ex")
      assert {:ok, %{changed: ["library/d.ex"], absent: []}} = Reconcile.plan(config, "library")
    end

    test "that is gone takes its rows along", %{config: config, root: root} do
      File.rm_rf!(Path.join(root, "library"))
      assert {:ok, %{absent: ["library/d.ex"]}} = Reconcile.plan(config, "library")
    end
  end

  test "absent rows are deleted, unless something newer wrote them", context do
    %{config: config, root: root} = context
    for path <- ~w(a.ex lib/b.ex), do: File.rm!(Path.join(root, path))
    assert {:ok, %{absent: ["a.ex", "lib/b.ex"]} = plan} = Reconcile.plan(config)

    old(root, "a.ex", "x = 3\n")
    assert %{result: {:ok, _written}} = ParserEngine.Sync.path(config, "a.ex")
    assert :ok = Reconcile.remove_absent(config, plan)

    for table <- Config.tables(),
        do: assert(paths(config, table) == ~w(a.ex lib/deep/c.ex library/d.ex))
  end

  test "rows of files that the rules leave out by now are absent", %{config: config} do
    config = %{config | ignore: ["/lib/"]}
    assert {:ok, %{absent: ["lib/b.ex", "lib/deep/c.ex"]}} = Reconcile.plan(config)
    config = %{config | ignore: [], extensions: ["rs"]}
    assert {:ok, %{suspect: :emptied, absent: []}} = Reconcile.plan(config)
  end

  test "a table that refuses is the error of a comparison", %{config: config} do
    statement(config, "DROP TABLE #{name(config, :codebase_metadata)} CASCADE")
    assert {:error, {:database, "42P01", text}} = Reconcile.plan(config)
    assert text =~ "codebase_metadata"
  end

  test "a root that is gone is an error, and no reason to delete", context do
    %{config: config, root: root} = context
    File.rm_rf!(root)
    assert {:error, reason} = Reconcile.plan(config)
    assert ParserEngine.Error.message(reason) =~ ~r/no such file/i
    for table <- Config.tables(), do: assert(length(paths(config, table)) == 4)
  end

  test "a wrong pattern is named", %{config: config} do
    assert {:error, {:invalid_pattern, "a{b", _words}} =
             Reconcile.plan(%{config | ignore: ["a{b"]})
  end

  # As if a file's change had not shown in that time.
  defp keep_no_time_of_change(config) do
    {:ok, files, _report} = Reconcile.Scan.run(config)

    for {path, stat} <- files, table <- Config.tables() do
      column = Store.Table.fetch(table).path
      sql = "UPDATE #{name(config, table)} SET ctime_ns = $1::int8 WHERE #{column} = $2::text"
      config.repo.query!(sql, [stat.ctime_ns, path])
    end
  end

  defp old(root, path, text), do: root |> write(path, text) |> File.touch!(@long_ago)
end

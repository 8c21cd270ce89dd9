defmodule ParserEngine.SyncTest do
  use ParserEngine.CodebaseCase

  import ExUnit.CaptureLog

  alias ParserEngine.{Config, Ingest, Sync}

  @tables Config.tables()

  test "both tables, then nothing left to do", %{config: config, root: root} do
    write(root, "lib/a.ex", "defmodule A do\nend\n")
    assert sync(config, "lib/a.ex") == {:ok, :both_tables}
    told = "SELECT (to_jsonb(t) - 'generation')::text FROM T t"
    before = for table <- @tables, do: rows(config, table, told)
    assert sync(config, "lib/a.ex") == {:ok, :unchanged}
    assert before == for(table <- @tables, do: rows(config, table, told))
  end

  for {failing, result, line} <- [
        {:code_files, :codebase_metadata_only,
         "[CodeFileWatcher] ✗✓ code_files failed, codebase_metadata OK: {:error, "},
        {:codebase_metadata, :code_files_only,
         "[CodeFileWatcher] ✓✗ code_files OK, codebase_metadata failed: "}
      ] do
    test "#{failing} fails, and heals without an edit", %{config: config, root: root} do
      write(root, "a.ex", "defmodule A do\nend\n")
      refuse(config, unquote(failing))
      log = capture_log(fn -> assert sync(config, "a.ex") == {:ok, unquote(result)} end)
      assert log =~ unquote(line)
      assert log =~ "disk full"
      assert paths(config, unquote(failing)) == []

      heal(config, unquote(failing))
      assert {:ok, %{failed: []}} = Ingest.run(config)
      for table <- @tables, do: assert(paths(config, table) == ["a.ex"])
      assert sync(config, "a.ex") == {:ok, :unchanged}
    end
  end

  for {pace, files} <- [at_once: 1, at_once: 2, in_turn: 3] do
    test "the watcher's syncs end alike: both tables #{pace}, #{files} files", context do
      %{config: config, root: root} = context
      paths = for n <- 1..unquote(files), do: "f#{n}.ex"
      for path <- paths, do: write(root, path, "defmodule A do\nend\n")

      quickly = fn ->
        for %{result: result} <- sync_quickly(config, paths), uniq: true, do: result
      end

      refuse(config, :code_files)
      assert quickly.() == [{:ok, :codebase_metadata_only}]
      heal(config, :code_files)
      refuse(config, :codebase_metadata)
      for path <- paths, do: write(root, path, "defmodule B do\nend\n")
      assert quickly.() == [{:ok, :code_files_only}]
      heal(config, :codebase_metadata)
      assert quickly.() == [{:ok, :both_tables}]
      assert quickly.() == [{:ok, :unchanged}]
      for path <- paths, do: File.rm!(Path.join(root, path))
      assert quickly.() == [{:skipped, :gone}]
      assert Process.info(self(), :messages) == {:messages, []}
    end
  end

  defp sync_quickly(config, paths), do: Sync.quickly(config, Enum.map(paths, &{&1, 0, :first}))

  test "the syntax tree is queried as the README says", %{config: config, root: root} do
    write(root, "a.ex", "foo(bar(1))\n")
    assert sync(config, "a.ex") == {:ok, :both_tables}
    [query] = Regex.run(~r/SELECT jsonb_path_query.*/, File.read!("README.md"))
    [selected, _table] = String.split(query, " FROM code_files")

    assert [[outer], [~s(["call 1:4-10", ["identifier 1:4-7 target", "bar"]) <> _arguments]] =
             rows(config, :code_files, "#{selected}::text FROM T")

    assert outer =~ ~r/^\["call 1:0-11", /
  end

  test "a time that cannot be noted is a failure of its table", %{config: config, root: root} do
    file = write(root, "a.ex", "x = 1\n")
    assert sync(config, "a.ex") == {:ok, :both_tables}
    File.touch!(file, 1_700_000_000)
    refuse(config, :codebase_metadata)

    assert %{result: {:ok, :code_files_only}, tables: tables} = Sync.path(config, "a.ex")
    assert {:error, {:database, "53100", _text}} = tables.codebase_metadata

    heal(config, :codebase_metadata)
    assert sync(config, "a.ex") == {:ok, :unchanged}
    assert [[1_700_000_000]] = rows(config, :codebase_metadata, "SELECT last_modified FROM T")
  end

  test "both fail", %{config: config, root: root} do
    write(root, "a.ex", "defmodule A do\nend\n")
    for table <- @tables, do: refuse(config, table)
    log = capture_log(fn -> assert sync(config, "a.ex") == {:error, :both_failed} end)
    assert log =~ "[CodeFileWatcher] ✗✗ Both tables failed - code_files: {:database, \"53100\""
    assert log =~ ", codebase_metadata: {:database, \"53100\""
  end

  test "a missing table names itself", %{config: config, root: root} do
    write(root, "a.ex", "x = 1\n")
    statement(config, "DROP TABLE #{name(config, :codebase_metadata)} CASCADE")
    log = capture_log(fn -> assert sync(config, "a.ex") == {:ok, :code_files_only} end)
    assert log =~ "42P01"
    assert log =~ "codebase_metadata"
  end

  for table <- @tables do
    test "#{table} alone", %{config: config, root: root} do
      config = %{config | tables: [unquote(table)]}
      write(root, "a.ex", "x = 1\n")
      assert sync(config, "a.ex") == {:ok, {:configured, [unquote(table)]}}
      assert for(table <- @tables, do: paths(config, table)) |> List.flatten() == ["a.ex"]
      write(root, "a.ex", "x = 22\n")
      refuse(config, unquote(table))
      capture_log(fn -> assert {:error, {:database, "53100", _}} = sync(config, "a.ex") end)
    end
  end

  test "a file that is gone takes its rows along", %{config: config, root: root} do
    file = write(root, "a.ex", "x = 1\n")
    assert sync(config, "a.ex") == {:ok, :both_tables}
    File.rm!(file)
    assert sync(config, "a.ex") == {:ok, :deleted}
    for table <- @tables, do: assert(paths(config, table) == [])
  end

  for {what, bytes} <- [
        {"an empty file", ""},
        {"invalid UTF-8", <<"# ", 0xFF, 0xC3, "\n">>},
        {"a NUL after the first 8 KB",
         String.duplicate("# 0123456789\n", 700) <> <<"# ", 0, "\n">>}
      ] do
    test "#{what} has both rows", %{config: config, root: root} do
      bytes = unquote(bytes)
      write(root, "a.ex", bytes)
      assert sync(config, "a.ex") == {:ok, :both_tables}
      size = byte_size(bytes)
      assert [[^size]] = rows(config, :code_files, "SELECT file_size FROM T")
      assert [[^size]] = rows(config, :code_files, "SELECT octet_length(content)::int8 FROM T")
    end
  end

  test "a file that turns binary loses its rows", %{config: config, root: root} do
    write(root, "a.ex", "x = 1\n")
    assert sync(config, "a.ex") == {:ok, :both_tables}
    write(root, "a.ex", <<"x", 0, "y">>)

    log = capture_log(fn -> assert sync(config, "a.ex") == {:skipped, :binary} end)
    assert log =~ "[CodeFileWatcher] ⏭ Skipped a.ex - the file is binary"
    for table <- @tables, do: assert(paths(config, table) == [])
  end

  test "a file over the limit has rows that say so", %{config: config, root: root} do
    write(root, "a.ex", String.duplicate("# x\n", 1_000))
    assert sync(%{config | max_file_bytes: 1_000}, "a.ex") == {:ok, :both_tables}

    assert [["too_large", nil, 4_000]] =
             rows(config, :code_files, "SELECT parse_status, content, file_size FROM T")
  end

  test "what is no regular file of a known language has no row", %{config: config, root: root} do
    write(root, "file.xyz", "hello")
    File.mkdir!(Path.join(root, "dir.ex"))
    {_, 0} = System.cmd("mkfifo", [Path.join(root, "fifo.ex")])

    assert sync(config, "file.xyz") == {:skipped, {:unsupported_language, "xyz"}}
    for path <- ["fifo.ex", "dir.ex", "../elsewhere.ex"], do: sync(config, path)
    for table <- @tables, do: assert(paths(config, table) == [])
  end

  defp sync(config, path), do: Sync.path(config, path).result
end

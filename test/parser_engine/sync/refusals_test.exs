defmodule ParserEngine.Sync.RefusalsTest do
  # Files that a table refuses for their own content, and files that are no text.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Config, Ingest, Reconcile, Store, Sync}

  describe "a row that PostgreSQL refuses" do
    setup %{config: config, root: root} do
      for n <- 1..40, do: write(root, "f#{n}.ex", "defmodule F#{n} do\nend\n")
      write(root, "f7.ex", "defmodule Poison do\nend\n")
      table = name(config, :code_files)
      statement(config, "ALTER TABLE #{table} ADD CHECK (content NOT LIKE '%Poison%')")
      {:ok, summary} = Ingest.run(config)
      {:ok, summary: summary}
    end

    test "harms neither the other rows nor its other table", context do
      %{config: config, summary: summary} = context
      assert [{"f7.ex", {:database, "23514", _words}}] = summary.failed
      assert length(paths(config, :code_files)) == 39
      assert length(paths(config, :codebase_metadata)) == 40

      assert {:ok, %{reason: "23514", detail: words}} =
               Store.refusals(config, :code_files, "f7.ex")

      assert words =~ "code_files"
      assert {:ok, nil} = Store.refusals(config, :codebase_metadata, "f7.ex")
    end

    test "is not tried again before the file changes, but told of each time", context do
      %{config: config, root: root} = context
      assert {:ok, %{changed: [], current: 40, refused: [{"f7.ex", reason}]}} = plan(config)
      assert {:ok, %{changed: 0, failed: [{"f7.ex", ^reason}]}} = Ingest.run(config)

      # An event without an edit.
      assert %{result: {:ok, :codebase_metadata_only}, tables: tables} =
               Sync.path(config, "f7.ex")

      assert tables == %{code_files: {:error, reason}, codebase_metadata: :ok}
      File.touch!(Path.join(root, "f7.ex"), 1_700_000_000)
      Sync.path(config, "f7.ex")
      assert {:ok, %{changed: [], current: 40}} = plan(config)

      write(root, "f7.ex", "defmodule Cure do\nend\n")
      assert {:ok, %{changed: ["f7.ex"]}} = plan(config)
      assert Sync.path(config, "f7.ex").result == {:ok, :both_tables}
      assert {:ok, nil} = Store.refusals(config, :code_files, "f7.ex")
      assert {:ok, %{failed: []}} = Ingest.run(config)
    end

    test "is tried again by another version of the analysis", %{config: config} do
      for table <- [:parser_engine_refusals, :code_files],
          do: statement(config, "UPDATE #{name(config, table)} SET analysis_version = 'old'")

      assert {:ok, %{changed: changed}} = plan(config)
      assert length(changed) == 40
    end

    test "takes the row of the earlier content along", %{config: config, root: root} do
      write(root, "f8.ex", "defmodule Poison do\n  # again\nend\n")
      assert Sync.path(config, "f8.ex").result == {:ok, :codebase_metadata_only}
      refute "f8.ex" in paths(config, :code_files)
      assert "f8.ex" in paths(config, :codebase_metadata)
    end

    test "is forgotten with its file", %{config: config, root: root} do
      File.rm!(Path.join(root, "f7.ex"))
      assert {:ok, %{absent: ["f7.ex"]}} = plan(config)
      assert Sync.path(config, "f7.ex").result == {:ok, :deleted}
      assert {:ok, nil} = Store.refusals(config, :code_files, "f7.ex")
    end
  end

  test "a path that is too long for an index has a reason instead of rows", context do
    %{config: config, root: root} = context
    # Random names, for PostgreSQL compresses what it can.
    folders = for _ <- 1..15, do: Base.encode16(:crypto.strong_rand_bytes(120))
    path = Path.join(folders ++ ["a.ex"])
    write(root, path, "defmodule A do\nend\n")
    write(root, "b.ex", "defmodule B do\nend\n")

    assert {:ok, %{failed: [{^path, {:database, "54000", _words}}]}} = Ingest.run(config)
    assert {:ok, %{changed: [], current: 2}} = plan(config)
    for table <- Config.tables(), do: assert(paths(config, table) == ["b.ex"])

    File.rm_rf!(Path.join(root, hd(folders)))
    assert {:ok, %{absent: 1, failed: []}} = Ingest.run(config)
    assert {:ok, %{absent: []}} = plan(config)
  end

  describe "a binary file with the name of a source" do
    setup %{config: config, root: root} do
      write(root, "a.ex", <<"x", 0, "y">>)
      {:ok, summary} = Ingest.run(config)
      {:ok, summary: summary}
    end

    test "is read once, and told of each time", %{config: config, summary: summary} do
      assert %{not_indexed: [{"a.ex", :binary}], failed: []} = summary
      assert {:ok, %{changed: [], current: 1, refused: [{"a.ex", :binary}]}} = plan(config)
      assert {:ok, %{changed: 0, not_indexed: [{"a.ex", :binary}]}} = Ingest.run(config)
      assert Sync.path(config, "a.ex").result == {:skipped, :binary}

      for table <- Config.tables(),
          do: assert({:ok, %{reason: "binary"}} = Store.refusals(config, table, "a.ex"))
    end

    test "has rows when it becomes text, and loses them again", context do
      %{config: config, root: root} = context
      write(root, "a.ex", "x = 1\n")
      assert Sync.path(config, "a.ex").result == {:ok, :both_tables}
      for table <- Config.tables(), do: assert(paths(config, table) == ["a.ex"])

      write(root, "a.ex", <<"x", 0, "z">>)
      assert Sync.path(config, "a.ex").result == {:skipped, :binary}
      for table <- Config.tables(), do: assert(paths(config, table) == [])
    end
  end

  # Not beside what was written just now.
  defp plan(config) do
    settle(config)
    Reconcile.plan(config)
  end
end

defmodule ParserEngine.MassDeletionTest do
  # Rows are not deleted because a disk is away for a moment.
  use ParserEngine.CodebaseCase

  import ParserEngine.CapturedTerminal, only: [written: 1]

  alias ParserEngine.{CapturedTerminal, Config, Ingest, Reconcile, Sync}

  @files 210

  setup %{config: config, root: root} do
    for n <- 1..@files, do: write(root, "lib/f#{n}.ex", "defmodule F#{n} do\nend\n")
    {:ok, %{failed: []}} = Ingest.run(config)
    :ok
  end

  defp ingest(config, more \\ []) do
    words = ["--path", config.root, "--id", config.codebase_id, "--prefix", config.prefix]
    terminal = CapturedTerminal.new()
    Mix.Tasks.Code.Ingest.run(words ++ ["--repo", inspect(config.repo)] ++ more, terminal)
  end

  defp assert_rows(config, count) do
    for table <- Config.tables(), do: assert(length(paths(config, table)) == count)
  end

  test "an empty tree keeps its rows until a word is said", %{config: config, root: root} do
    File.rm_rf!(Path.join(root, "lib"))
    assert catch_exit(ingest(config)) == {:shutdown, 1}

    assert written(:puts) =~
             "No file was found, though the tables have rows. Their rows were kept"

    assert_rows(config, @files)

    assert ingest(config, ["--allow-mass-delete"]) == :ok
    assert_rows(config, 0)
  end

  test "so does one that has lost most of its files", %{config: config, root: root} do
    for n <- 1..110, do: File.rm!(Path.join(root, "lib/f#{n}.ex"))
    assert catch_exit(ingest(config)) == {:shutdown, 1}
    assert written(:puts) =~ "110 files, more than half of all, seem to be gone"
    assert_rows(config, @files)

    assert {:ok, %{suspect: nil, kept: 0}} =
             ParserEngine.parse_and_store_tree(
               root,
               Keyword.new(Map.take(config, [:repo, :prefix, :codebase_id])) ++
                 [allow_mass_delete: true]
             )

    assert_rows(config, 100)
  end

  test "a later comparison that finds the same may delete", %{config: config, root: root} do
    for n <- 1..110, do: File.rm!(Path.join(root, "lib/f#{n}.ex"))
    assert {:ok, %{suspect: :many, absent: [], doubted: doubted}} = Reconcile.plan(config)
    File.touch!(Path.join(root, "lib/f1.ex"))
    assert {:ok, %{suspect: nil} = plan} = Reconcile.plan(config, "", doubted: doubted)
    assert :ok = Reconcile.remove_absent(config, plan)
    assert_rows(config, 101)
  end

  test "files that a new rule hides take their rows along", %{config: config, root: root} do
    write(root, "a.ex", "defmodule A do\nend\n")
    write(root, ".gitignore", "lib/\n")
    assert ingest(config) == :ok
    assert_rows(config, 1)
  end

  test "half of the files may go", %{config: config, root: root} do
    for n <- 1..105, do: File.rm!(Path.join(root, "lib/f#{n}.ex"))
    assert ingest(config) == :ok
    assert_rows(config, 105)
  end

  test "a root that is gone, or may not be read, is an error", %{config: config, root: root} do
    File.rename!(root, root <> "-away")
    on_exit(fn -> File.rm_rf!(root <> "-away") end)
    assert {:error, _reason} = Reconcile.plan(config, "", allow_mass_delete: true)
    assert_rows(config, @files)
  end

  describe "another directory at the root" do
    setup %{root: root} do
      File.rename!(root, root <> "-away")
      on_exit(fn -> File.rm_rf!(root <> "-away") end)
      for n <- 1..@files, do: write(root, "src/g#{n}.ex", "defmodule G#{n} do\nend\n")
      :ok
    end

    test "keeps the rows of the former one until a word is said", %{config: config} do
      assert {:ok, %{suspect: :replaced, absent: [], doubted: doubted}} = Reconcile.plan(config)
      assert {:ok, %{suspect: :replaced}} = Reconcile.plan(config, "", doubted: doubted)

      for _ <- 1..2 do
        assert catch_exit(ingest(config)) == {:shutdown, 1}

        assert written(:puts) =~
                 "Another directory is at the root than before, and #{@files} files"

        assert_rows(config, 2 * @files)
      end

      assert ingest(config, ["--allow-mass-delete"]) == :ok
      assert_rows(config, @files)
      assert ingest(config) == :ok
    end

    test "deletes nothing by events before a comparison", %{config: config, root: root} do
      assert Sync.path(config, "lib/f1.ex").result == {:skipped, :root_replaced}
      assert Sync.path(config, "lib").result == {:skipped, :root_replaced}
      assert_rows(config, @files)

      File.rm_rf!(root)
      File.rename!(root <> "-away", root)
      File.rm!(Path.join(root, "lib/f1.ex"))
      assert Sync.path(config, "lib/f1.ex").result == {:ok, :deleted}
    end

    test "is accepted where most files are the same", %{config: config, root: root} do
      File.rm_rf!(root)
      File.cp_r!(root <> "-away", root)
      for n <- 1..50, do: File.rm!(Path.join(root, "lib/f#{n}.ex"))
      assert Sync.path(config, "lib/f1.ex").result == {:skipped, :root_replaced}
      assert ingest(config) == :ok
      assert_rows(config, @files - 50)
      File.rm!(Path.join(root, "lib/f60.ex"))
      assert Sync.path(config, "lib/f60.ex").result == {:ok, :deleted}
    end

    test "keeps them when it is copied once more", %{config: config, root: root} do
      assert catch_exit(ingest(config)) == {:shutdown, 1}
      File.rename!(root, root <> "-other")
      File.cp_r!(root <> "-other", root)
      File.rm_rf!(root <> "-other")
      assert catch_exit(ingest(config)) == {:shutdown, 1}
      assert_rows(config, 2 * @files)
    end

    test "keeps them when the ingestion that found it was broken off", %{config: config} do
      break_off = fn
        {:synced, [_ | _]} -> throw(:broken_off)
        _step -> :ok
      end

      whole = %{config | batch_size: 2 * @files}
      assert catch_throw(Ingest.run(whole, progress: break_off)) == :broken_off
      assert_rows(config, 2 * @files)
      assert {:ok, %{suspect: :replaced}} = Ingest.run(config)
      assert_rows(config, 2 * @files)
    end

    test "keeps them when only a part was ingested before", %{config: config} do
      assert ingest(config, ["--only", "src"]) == :ok
      assert catch_exit(ingest(config)) == {:shutdown, 1}
      assert_rows(config, 2 * @files)
    end

    test "is accepted after all where it is that codebase", %{config: config, root: root} do
      assert catch_exit(ingest(config)) == {:shutdown, 1}
      File.rm_rf!(root)
      write(root, "lib/f1.ex", "defmodule F1 do\nend\n")
      assert catch_exit(ingest(config)) == {:shutdown, 1}
      File.cp_r!(root <> "-away", root)
      File.rm_rf!(Path.join(root, "src"))
      for n <- 1..50, do: File.rm!(Path.join(root, "lib/f#{n}.ex"))
      for n <- 1..@files, n > 20, do: write(root, "src/g#{n}.ex", "defmodule G#{n} do\nend\n")
      assert ingest(config) == :ok
      assert_rows(config, @files - 50 + @files - 20)
    end

    test "that comes during a comparison lets nothing go", %{config: config, root: root} do
      {:ok, plan} = Reconcile.plan(config, "", allow_mass_delete: true)
      assert length(plan.absent) == @files
      File.rename!(root, root <> "-other")
      on_exit(fn -> File.rm_rf!(root <> "-other") end)
      File.rename!(root <> "-away", root)
      assert Reconcile.remove_absent(config, plan) == {:error, :root_replaced}
      assert_rows(config, @files)
    end
  end

  describe "what was mounted below the root" do
    setup %{root: root, config: config} do
      disk = Path.join(root, "disk")
      File.mkdir_p!(disk)
      mount!(disk)
      on_exit(fn -> System.cmd("umount", ["-l", disk], stderr_to_stdout: true) end)
      write(root, "disk/a.ex", "defmodule A do\nend\n")
      assert ingest(config) == :ok
      assert_rows(config, @files + 1)
      {_output, 0} = System.cmd("umount", [disk])
      :ok
    end

    test "keeps its rows without it, until a word is said", %{config: config, root: root} do
      assert Sync.path(config, "disk/a.ex").result == {:skipped, :unmounted}
      assert {:ok, %{absent: [], suspect: nil, unmounted: ["disk"]}} = Reconcile.plan(config)

      for _ <- 1..2 do
        assert catch_exit(ingest(config)) == {:shutdown, 1}
        assert written(:puts) =~ "what was mounted here is not mounted any more"
        assert_rows(config, @files + 1)
      end

      File.rm!(Path.join(root, "lib/f1.ex"))
      assert Sync.path(config, "lib/f1.ex").result == {:ok, :deleted}
      assert ingest(config, ["--allow-mass-delete"]) == :ok
      assert_rows(config, @files - 1)
      assert ingest(config) == :ok
    end

    test "that is mounted again is as before", %{config: config, root: root} do
      assert catch_exit(ingest(config)) == {:shutdown, 1}
      mount!(Path.join(root, "disk"))
      assert Sync.path(config, "disk/a.ex").result == {:ok, :deleted}
      assert ingest(config) == :ok
      assert_rows(config, @files)
    end

    defp mount!(path), do: {_output, 0} = System.cmd("mount", ["-t", "tmpfs", "none", path])
  end

  describe "by events" do
    test "an empty tree keeps its rows", %{config: config, root: root} do
      File.rm_rf!(Path.join(root, "lib"))
      assert Sync.path(config, "lib").result == {:skipped, :root_emptied}
      assert Sync.path(config, "lib/f1.ex").result == {:skipped, :root_emptied}
      assert_rows(config, @files)
    end

    test "so does one that is away", %{config: config, root: root} do
      File.rename!(root, root <> "-away")
      on_exit(fn -> File.rm_rf!(root <> "-away") end)
      assert Sync.path(config, "lib").result == {:skipped, :root_missing}
      assert_rows(config, @files)
    end

    test "any number goes while there are others", %{config: config, root: root} do
      write(root, "a.ex", "defmodule A do\nend\n")
      assert Sync.path(config, "a.ex").result == {:ok, :both_tables}
      File.rm_rf!(Path.join(root, "lib"))
      assert Sync.path(config, "lib").result == {:ok, :deleted}
      for table <- Config.tables(), do: assert(paths(config, table) == ["a.ex"])
    end

    test "the last file of a few takes its row along", %{config: config, root: root} do
      few = %{config | codebase_id: config.codebase_id <> "-few", root: Path.join(root, "few")}
      write(root, "few/a.ex", "defmodule A do\nend\n")
      assert Sync.path(few, "a.ex").result == {:ok, :both_tables}
      File.rm!(Path.join(root, "few/a.ex"))
      assert Sync.path(few, "a.ex").result == {:ok, :deleted}

      assert rows(few, :code_files, "SELECT 1 FROM T WHERE codebase_id = $1::text", [
               few.codebase_id
             ]) == []
    end
  end
end

defmodule ParserEngine.AwaitTest do
  use ParserEngine.LiveCase, async: true

  alias ParserEngine.CodeFileWatcher

  describe "await" do
    test "one reads one's own writes", context do
      live = start_live(context, debounce: 10_000, debounce_ceiling: 60_000)
      options = [codebase_id: live.config.codebase_id]

      for version <- 1..3 do
        file = write(context, "a.ex", source("a.ex", version))
        assert ParserEngine.await_synced(file, 10_000, options) == {:ok, :both_tables}
        assert value(live, "a.ex", "content") == source("a.ex", version)

        assert value(live, "a.ex", "content_hash", :codebase_metadata) ==
                 value(live, "a.ex", "hash")
      end

      assert ParserEngine.await_synced("a.ex", 10_000, options) == {:ok, :unchanged}

      assert ParserEngine.await_synced("a.ex", 10_000, name: live.config.name) ==
               {:ok, :unchanged}
    end

    test "what is not there has no rows; what is not watched is an error", context do
      live = start_live(context)
      options = [codebase_id: live.config.codebase_id]
      assert ParserEngine.await_synced("no/such.ex", 10_000, options) == {:ok, :deleted}
      assert ParserEngine.await_synced("/etc/passwd", 10_000, options) == {:error, :outside_root}
      write(context, "image.png", <<0>>)

      assert ParserEngine.await_synced("image.png", 10_000, options) ==
               {:skipped, {:excluded, "built_in"}}

      stop_supervised!(live.config.name)

      for time <- [-5, 1.5, nil, "5"] do
        assert {:error, {:invalid_option, :timeout, ^time, _}} =
                 ParserEngine.await_synced("a.ex", time, options)
      end

      elsewhere = [codebase_id: "nobody's", repo: context.repo, name: :nobody, root: context.root]
      assert ParserEngine.await_synced("a.ex", 10_000, elsewhere) == {:error, :not_watching}
    end

    test "a directory that is waited for has its files compared", context do
      live = start_live(context, debounce: 3_600_000, debounce_ceiling: 7_200_000)
      write(context, "lib/a.ex")
      directory = {:skipped, {:not_regular, :directory}}
      assert CodeFileWatcher.await(live.watcher, "lib", 20_000) == directory
      eventually(fn -> "lib/a.ex" in paths(live) end)
    end

    test "a first ingestion does not stand in the way", context do
      for n <- 1..600, do: write(context, "f#{n + 100}.ex")
      live = start_live(context, concurrency: 1, batch_size: 4)
      assert {:ok, _written} = CodeFileWatcher.await(live.watcher, "f700.ex", 20_000)
      assert {:ok, %{dirty: dirty}} = CodeFileWatcher.status(live.watcher)
      assert dirty > 100
      eventually(fn -> match?({:ok, %{dirty: 0}}, CodeFileWatcher.status(live.watcher)) end)
      assert_converges(live)
    end

    test "all who wait are answered, and nobody waits longer than asked", context do
      live = start_live(context)
      release = hold(live)
      write(context, "a.ex")
      assert CodeFileWatcher.await(live.watcher, "a.ex", 50) == {:error, :timeout}

      waiting =
        for _ <- 1..8,
            do: Task.async(fn -> CodeFileWatcher.await(live.watcher, "a.ex", 20_000) end)

      release.()

      for {:ok, done} <- Task.await_many(waiting, 20_000),
          do: assert(done in [:both_tables, :unchanged])

      assert value(live, "a.ex", "content") == source("a.ex")
    end

    test "a running comparison is not waited for", context do
      for n <- 1..5, do: write(context, "f#{n}.ex")
      live = start_live(context)
      assert_converges(live)
      release = hold(live)
      :ok = CodeFileWatcher.reconcile(live.watcher)
      content = source("f1.ex", 7)
      write(context, "f1.ex", content)
      waiting = Task.async(fn -> CodeFileWatcher.await(live.watcher, "f1.ex", 20_000) end)

      eventually(fn ->
        match?({:ok, %{reconciling: true, running: 1}}, CodeFileWatcher.status(live.watcher))
      end)

      release.()
      assert Task.await(waiting, 20_000) in [{:ok, :both_tables}, {:ok, :unchanged}]
      assert value(live, "f1.ex", "content") == content

      assert value(live, "f1.ex", "content_hash", :codebase_metadata) ==
               value(live, "f1.ex", "hash")
    end

    test "what is gone is gone from both tables, whatever else waits", context do
      file = write(context, "a.ex")
      live = start_live(context, busy_threshold: 3_600_000, debounce_ceiling: 7_200_000)
      assert_converges(live)
      write(context, "busy.ex")
      assert_receive {:event, [:sync, :stop], _, %{results: %{{:skipped, :busy} => 1}}}, 20_000

      File.rm!(file)
      assert CodeFileWatcher.await(live.watcher, "a.ex", 20_000) == {:ok, :deleted}
      for table <- live.config.tables, do: refute("a.ex" in paths(live, table))
      assert {:ok, %{dirty: 1}} = CodeFileWatcher.status(live.watcher)
    end

    test "the answer comes after the last attempt", context do
      live = start_live(context)
      refuse(live, :codebase_metadata)
      write(context, "a.ex")
      assert CodeFileWatcher.await(live.watcher, "a.ex", 20_000) == {:ok, :code_files_only}
    end
  end
end

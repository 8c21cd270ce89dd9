defmodule ParserEngine.CodeFileWatcherTest do
  use ParserEngine.LiveCase, async: true

  import ExUnit.CaptureLog

  alias ParserEngine.CodeFileWatcher

  describe "jobs" do
    test "one in flight for a path, which runs again if it changed; others beside it", context do
      live = start_live(context)
      release = hold(live)

      write(context, "a.ex", source("a.ex", 1))
      eventually_status(live, %{running: 1, dirty: 0})
      write(context, "a.ex", source("a.ex", 2))
      write(context, "b.ex")
      eventually_status(live, %{running: 2, dirty: 0})

      release.()
      eventually(fn -> value(live, "a.ex", "content") == source("a.ex", 2) end)
      assert_converges(live)
    end

    test "a busy file is skipped, and synced when its writer has left it alone", context do
      live = start_live(context, busy_threshold: 300)

      log =
        capture_log(fn ->
          write(context, "a.ex")
          await_result({:skipped, :busy})
          await_result({:ok, :both_tables})
        end)

      assert log =~ "[CodeFileWatcher] ⏭ Skipped a.ex - file is busy (being written)\n"
      assert log =~ "[CodeFileWatcher] ✓✓ Dual-sync success for a.ex\n"
      assert_converges(live)
    end

    test "a busy file is read at the ceiling", context do
      live = start_live(context, busy_threshold: 3_600_000, debounce_ceiling: 400)
      write(context, "a.ex")
      eventually(fn -> value(live, "a.ex", "hash") end)
    end

    test "a file whose writer never stops is refreshed at the ceiling", context do
      live = start_live(context, debounce_ceiling: 400)
      writer = Task.async(fn -> write_on(context, "a.ex", 0) end)

      first = eventually(fn -> value(live, "a.ex", "hash") end)
      second = eventually(fn -> other_than(first, value(live, "a.ex", "hash")) end)
      eventually(fn -> other_than(second, value(live, "a.ex", "hash")) end)

      send(writer.pid, :stop)
      Task.await(writer)
      assert_converges(live)
    end
  end

  describe "best effort" do
    for {refused, written, result, line} <- [
          {:codebase_metadata, :code_files, {:ok, :code_files_only},
           ~r/\[CodeFileWatcher\] ✓✗ code_files OK, codebase_metadata failed: {:database, "53100", /},
          {:code_files, :codebase_metadata, {:ok, :codebase_metadata_only},
           ~r/\[CodeFileWatcher\] ✗✓ code_files failed, codebase_metadata OK: {:error, {:database, /}
        ] do
      test "#{refused} refuses: retried, then repaired without an edit", context do
        {refused, written} = {unquote(refused), unquote(written)}
        live = start_live(context, max_retries: 2, retry_delay: 30)
        refuse(live, refused)
        started = now()

        log =
          capture_log(fn ->
            write(context, "a.ex")
            for _attempt <- 0..2, do: await_result(unquote(Macro.escape(result)))
          end)

        assert now() - started >= 2 * 30
        assert log =~ unquote(Macro.escape(line))
        assert value(live, "a.ex", "generation", written)
        refute value(live, "a.ex", "generation", refused)

        heal(live, refused)
        eventually(fn -> value(live, "a.ex", "generation", refused) end)
        assert_converges(live)
      end
    end

    test "both refuse: one line, retried, repaired", context do
      live = start_live(context, max_retries: 1)
      for table <- live.config.tables, do: refuse(live, table)

      log =
        capture_log(fn ->
          write(context, "a.ex")
          for _attempt <- 0..1, do: await_result({:error, :both_failed})
        end)

      assert log =~ "[CodeFileWatcher] ✗✗ Both tables failed - code_files: {:database, \"53100\""
      assert log =~ "codebase_metadata: {:database, \"53100\""

      assert {:ok, %{database: :up}} = CodeFileWatcher.status(live.watcher)
      for table <- live.config.tables, do: heal(live, table)
      assert_converges(live)
      assert paths(live) == ["a.ex"]
      refute_received {:event, [:watcher, :breaker], _, _}
    end

    test "statements that take too long are failures of their own, the database is there",
         context do
      live = start_live(context, query_timeout: 300)
      release = for table <- live.config.tables, do: hold(live, table)
      write(context, "a.ex")
      await_result({:error, :both_failed})
      await_result({:error, :both_failed})
      for release <- release, do: release.()
      assert_converges(live)
      refute_received {:event, [:watcher, :breaker], _, _}
    end

    test "a delete that is refused is repaired as well", context do
      file = write(context, "a.ex")
      write(context, "b.ex")
      live = start_live(context, max_retries: 0)
      assert_converges(live)
      refuse(live, :codebase_metadata)
      File.rm!(file)
      eventually(fn -> paths(live) == ["b.ex"] end)
      heal(live, :codebase_metadata)
      eventually(fn -> paths(live, :codebase_metadata) == ["b.ex"] end)
    end

    test "one table is all that was asked for", context do
      live = start_live(context, tables: [:codebase_metadata])
      write(context, "a.ex")
      await_result({:ok, {:configured, [:codebase_metadata]}})
      assert_converges(live)
      assert paths(live, :code_files) == []
    end
  end

  describe "what wakes nobody" do
    test "reading the whole tree", context do
      files = for n <- 1..20, do: write(context, "f#{n}.ex")
      live = start_live(context)
      assert_converges(live)
      forget_events()

      for _round <- 1..5, file <- files, do: File.read!(file)
      write(context, "sentinel.ex")
      assert %{count: 1, results: %{{:ok, :both_tables} => 1}} = await_sync()
      assert_converges(live)
    end

    test "the same content again costs the columns that tell of its time", context do
      write(context, "a.ex")
      live = start_live(context)
      assert_converges(live)
      columns = "(ctid IS NOT NULL, parsed_at, updated_at, hash)"
      before = value(live, "a.ex", columns)
      mtime = value(live, "a.ex", "mtime_ns")

      File.touch!(Path.join(context.root, "a.ex"), 1_700_000_000)
      eventually(fn -> other_than(mtime, value(live, "a.ex", "mtime_ns")) end)
      assert value(live, "a.ex", columns) == before
      assert value(live, "a.ex", "last_modified", :codebase_metadata) == "1700000000"
      assert_converges(live)
    end
  end

  test "on close, a file is neither waited for nor busy", context do
    live = start_live(context, debounce: :on_close, busy_threshold: 3_600_000)

    milliseconds =
      for version <- 1..5 do
        started = now()
        content = source("a.ex", version)
        write(context, "a.ex", content)
        eventually(fn -> value(live, "a.ex", "content") == content end)
        now() - started
      end

    # The quiet time beside on-close mode is 500 ms.
    assert Enum.min(milliseconds) < 400
    assert_converges(live)
  end

  defp await_result(result) do
    assert_receive {:event, [:sync, :stop], _, %{results: %{^result => 1}}}, 20_000
  end

  defp await_sync do
    assert_receive {:event, [:sync, :stop], _measurements, metadata}, 20_000
    metadata
  end

  defp forget_events do
    receive do
      {:event, _event, _measurements, _metadata} -> forget_events()
    after
      0 -> :ok
    end
  end

  defp eventually_status(live, wanted) do
    eventually(fn ->
      {:ok, status} = CodeFileWatcher.status(live.watcher)
      Map.take(status, Map.keys(wanted)) == wanted
    end)
  end

  defp other_than(value, value), do: nil
  defp other_than(_value, other), do: other

  defp write_on(context, path, version) do
    write(context, path, source(path, version))

    receive do
      :stop -> :ok
    after
      5 -> write_on(context, path, version + 1)
    end
  end
end

defmodule ParserEngine.DatabaseAwayTest do
  # Lines of the log are counted.
  use ExUnit.Case, async: false

  import ExUnit.CaptureLog
  import ParserEngine.LiveCase

  alias ParserEngine.{CodeFileWatcher, Config, OwnPostgres}

  @moduletag :postgres
  @moduletag timeout: 120_000

  setup context, do: OwnPostgres.with_tree(context)

  test "all that changed while the database was away lands when it is back", context do
    for n <- 1..10, do: write(context, "f#{n}.ex")
    live = start_live(context)
    assert_converges(live)
    watcher = Process.whereis(live.watcher)

    log =
      capture_log(fn ->
        OwnPostgres.kill(context.server)
        for n <- 1..5, do: write(context, "f#{n}.ex", source("while away", n))
        for n <- 6..7, do: File.rm!(Path.join(context.root, "f#{n}.ex"))
        for n <- 1..60, do: write(context, "new/g#{n}.ex")

        assert CodeFileWatcher.await(live.watcher, "f1.ex", 30_000) == {:error, :both_failed}
        assert {:ok, %{database: :away, dirty: dirty}} = CodeFileWatcher.status(live.watcher)
        assert dirty >= 67
        # Who asks now is not kept waiting.
        assert CodeFileWatcher.await(live.watcher, "f2.ex", 1) == {:error, :both_failed}

        OwnPostgres.restart!(context.server)
        assert_converges(live)
      end)

    assert "new/g60.ex" in paths(live)
    assert {:ok, %{database: :up}} = CodeFileWatcher.status(live.watcher)
    assert Process.whereis(live.watcher) == watcher
    assert told(log, "✗✗ Both tables failed - code_files: {:database_unavailable, ") in 1..4
    assert told(log, "PostgreSQL cannot be reached: ") == 1
    assert told(log, "PostgreSQL is back after ") == 1

    # Batches that were under way, and nothing for each file or attempt. A repo may have its own words.
    assert told(log, "[error] [CodeFileW") + told(log, "[warning] [CodeFileW") <= 4 + 2
  end

  test "nothing is tried meanwhile but whether it is back", context do
    live = start_live(context)
    OwnPostgres.kill(context.server)
    write(context, "f0.ex")
    await_event([:watcher, :breaker])
    forget_syncs()

    for n <- 1..50, do: write(context, "f#{n}.ex")
    assert CodeFileWatcher.reconcile(live.watcher) == :ok
    assert CodeFileWatcher.await(live.watcher, "f1.ex", 30_000) == {:error, :both_failed}
    refute_received {:event, [:sync, :stop], _, _}
    refute_received {:event, [:watcher, :reconciled], _, _}

    OwnPostgres.restart!(context.server)

    assert_receive {:event, [:watcher, :breaker], %{failures: failures}, %{state: :closed}},
                   20_000

    assert failures > live.config.max_retries
    assert_converges(live)
    assert length(paths(live)) == 51
  end

  test "an instance that is started meanwhile begins when it is back", context do
    write(context, "f.ex")
    OwnPostgres.kill(context.server)
    options = options(context, lease: 300)
    listen(options[:codebase_id])
    start_supervised!({ParserEngine, options})
    await_event([:watcher, :breaker])
    assert {:ok, %{database: :away, role: :standby}} = ParserEngine.status(name: options[:name])
    OwnPostgres.restart!(context.server)
    config = Config.new!(options)
    assert_converges(%{config: config, watcher: Config.watcher(config)})
  end

  test "a lease that cannot be renewed is lost, and all changes since are found", context do
    live = start_live(context, lease: 600)
    OwnPostgres.kill(context.server)
    write(context, "before.ex")
    assert_receive {:event, [:watcher, :lease], _, %{role: :standby}}, 20_000
    write(context, "after.ex")
    OwnPostgres.restart!(context.server)
    assert_converges(live)
    assert paths(live) == ["after.ex", "before.ex"]
  end

  defp told(log, words), do: length(String.split(log, words)) - 1

  defp forget_syncs do
    receive do
      {:event, [:sync, :stop], _measurements, _metadata} -> forget_syncs()
    after
      0 -> :ok
    end
  end
end

defmodule ParserEngine.StatusTest do
  use ParserEngine.LiveCase, async: true

  import ExUnit.CaptureLog

  alias ParserEngine.CodebaseCase

  test "what an instance is doing, in numbers that were counted", context do
    for n <- 1..3, do: write(context, "lib/f#{n}.ex")
    live = start_live(context)
    assert_converges(live)
    # Of a file that was written just now a comparison cannot say that it is current.
    CodebaseCase.settle(live.config)
    id = live.config.codebase_id

    assert {:ok, status} = ParserEngine.status(codebase_id: id)

    assert %{codebase_id: ^id, role: :leader, mode: :native, watches: 2, polled: 0} = status
    assert %{dirty: 0, running: 0, reconciling: false, degraded: [], suspect: false} = status
    assert %{database: :up, success_rate: 1.0} = status
    assert %{at: %DateTime{} = at, changed: 3, absent: 0, current: 0} = status.last_reconcile

    assert ParserEngine.reconcile(codebase_id: id) == :ok
    later? = &(DateTime.compare(&1.last_reconcile.at, at) == :gt)

    status =
      eventually(fn -> with {:ok, status} <- status(live), true <- later?.(status), do: status end)

    assert %{changed: 0, absent: 0, current: 3} = status.last_reconcile
  end

  test "what waits is counted wherever it waits", context do
    live = start_live(context, debounce: 5_000, debounce_ceiling: 10_000)
    write(context, "a.ex")
    eventually(fn -> match?({:ok, %{dirty: 1, running: 0}}, status(live)) end)
    release = hold(live)

    waiting =
      Task.async(fn -> ParserEngine.await_synced("a.ex", 20_000, name: live.config.name) end)

    eventually(fn -> match?({:ok, %{running: 1}}, status(live)) end)
    release.()
    assert Task.await(waiting, 20_000) == {:ok, :both_tables}
  end

  test "what the watch does not see is told until it sees it again", context do
    live = start_live(context)
    %{work: %{source: %{reference: reference}}} = :sys.get_state(live.watcher)

    log =
      capture_log(fn ->
        for count <- [3, 4] do
          degraded = {:code_watch_degraded, reference, :no_space, count, "raise the sysctl"}
          send(live.watcher, degraded)
          await_event([:watcher, :degraded])
        end

        assert {:ok, %{degraded: [entry]}} = status(live)
        assert %{reason: :no_space, sentence: "raise the sysctl", since: %DateTime{}} = entry
        send(live.watcher, {:code_watch_restored, reference, :no_space})
        await_event([:watcher, :restored])
      end)

    assert log =~ "degraded: raise the sysctl (3 directories)"
    assert {:ok, %{degraded: []}} = status(live)
  end

  test "an emptied root is suspect until somebody says that it is meant", context do
    for n <- 1..30, do: write(context, "lib/f#{n}.ex")
    live = start_live(context)
    assert_converges(live)
    :ok = stop_supervised(live.config.name)
    File.rm_rf!(Path.join(context.root, "lib"))

    live = start_live(context, codebase_id: live.config.codebase_id)
    assert {:ok, %{suspect: true}} = status(live)
    assert length(paths(live)) == 30

    assert ParserEngine.reconcile(name: live.config.name) == :ok
    await_event([:watcher, :reconciled])
    assert length(paths(live)) == 30

    assert ParserEngine.reconcile(name: live.config.name, allow_mass_delete: true) == :ok
    eventually(fn -> paths(live) == [] end)
    eventually(fn -> match?({:ok, %{suspect: false, reconciling: false}}, status(live)) end)
  end

  test "a tree that loses all its files is suspect, and looked at again when it has some",
       context do
    for n <- 1..30, do: write(context, "lib/f#{n}.ex")
    live = start_live(context)
    assert_converges(live)

    # At once: files that go one by one are deleted while there are others.
    File.rename!(Path.join(context.root, "lib"), context.root <> "-lib")
    on_exit(fn -> File.rm_rf!(context.root <> "-lib") end)
    eventually(fn -> match?({:ok, %{suspect: true, dirty: 0, running: 0}}, status(live)) end)
    assert length(paths(live)) == 30

    write(context, "other.ex")
    eventually(fn -> paths(live) == ["other.ex"] end)
    assert_converges(live)
    assert {:ok, %{suspect: false}} = status(live)
  end

  test "most files gone at once go with a second look, some seconds later", context do
    for n <- 1..150, do: write(context, "lib/f#{n}.ex")
    write(context, "other.ex")
    live = start_live(context)
    assert_converges(live)
    :ok = stop_supervised(live.config.name)
    File.rm_rf!(Path.join(context.root, "lib"))

    started = now()
    live = start_live(context, codebase_id: live.config.codebase_id)
    assert length(paths(live)) == 151
    eventually(fn -> paths(live) == ["other.ex"] end)
    assert now() - started > 4_500
    assert_converges(live)
  end

  test "what is no word for a mass deletion harms no watcher", context do
    live = start_live(context)
    watcher = Process.whereis(live.watcher)

    assert {:error, {:invalid_option, :allow_mass_delete, "yes", _expected}} =
             ParserEngine.reconcile(name: live.config.name, allow_mass_delete: "yes")

    assert {:ok, _status} = status(live)
    assert Process.whereis(live.watcher) == watcher
  end

  test "nobody watches", context do
    live = start_live(context)
    :ok = stop_supervised(live.config.name)
    elsewhere = Keyword.take(options(context), [:name, :codebase_id, :root, :repo, :prefix])
    assert ParserEngine.status(elsewhere) == {:error, :not_watching}
    assert ParserEngine.reconcile(elsewhere) == {:error, :not_watching}
  end

  test "too many failures raise an alert, once; successes end it", context do
    live = start_live(context, max_retries: 0)
    refuse(live, :codebase_metadata)

    log =
      capture_log(fn ->
        for n <- 1..12, do: write(context, "f#{n}.ex")
        assert_receive {:event, [:watcher, :alert], measured, %{state: :raised}}, 20_000
        assert %{success_rate: 0.0, failures: failures, syncs: failures} = measured
        assert {:ok, %{success_rate: 0.0}} = status(live)

        heal(live, :codebase_metadata)
        for round <- 1..2, n <- 1..24, do: write(context, "g#{n}.ex", source("round", round))
        assert_receive {:event, [:watcher, :alert], _, %{state: :over}}, 20_000
      end)

    assert length(String.split(log, "syncs failed")) == 3
    assert_converges(live)
    refute_received {:event, [:watcher, :alert], _, _}
  end

  defp status(live), do: ParserEngine.status(name: live.config.name)
end

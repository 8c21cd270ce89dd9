defmodule ParserEngine.TelemetryContractTest do
  # Every documented event is fired, and every event that is fired is documented. A database of its
  # own is taken away and given back.
  use ExUnit.Case, async: false

  import ParserEngine.LiveCase

  alias ParserEngine.CodeGraph.Keeper
  alias ParserEngine.{Ingest, OwnPostgres, Sync, Telemetry}

  @moduletag :postgres
  @moduletag timeout: 120_000, capture_log: true

  # A batch of 32, of which each outcome has two failures to tell of.
  @metadata_bytes 32_000

  setup context, do: OwnPostgres.with_tree(context)

  test "what is documented is fired, and nothing else", context do
    fired = record_events()

    live =
      start_live(context,
        busy_threshold: 3_600_000,
        debounce_ceiling: 200,
        max_retries: 0,
        graph: true
      )

    write(context, "forced.ex")
    eventually(fn -> paths(live) == ["forced.ex"] end)

    %{work: %{source: %{reference: reference}}} = :sys.get_state(live.watcher)
    send(live.watcher, {:code_watch_degraded, reference, :no_space, 1, "raise the sysctl"})
    send(live.watcher, {:code_watch_restored, reference, :no_space})

    alert(context, live)
    go_away_and_come_back(context, live)
    break_off(live.config)

    documented =
      for {event, measured, told} <- Telemetry.events(), do: {event, keys(measured), keys(told)}

    fired = fired |> Agent.get(& &1) |> MapSet.to_list()

    assert Enum.sort(documented) ==
             Enum.sort(
               for {event, measured, told, _bytes} <- fired,
                   uniq: true,
                   do: {event, measured, told}
             )

    assert fired |> Enum.map(&elem(&1, 3)) |> Enum.max() < @metadata_bytes
  end

  # Events of other tests' instances are none of this one's: they have ended.
  defp record_events do
    agent = start_supervised!({Agent, fn -> MapSet.new() end})

    Telemetry.attach(agent, :all, fn event, measured, metadata ->
      bytes = :erlang.external_size(metadata)
      fired = {event, keys(Map.keys(measured)), keys(Map.keys(metadata)), bytes}
      Agent.update(agent, &MapSet.put(&1, fired))
    end)

    on_exit(fn -> Telemetry.detach(agent) end)
    agent
  end

  defp keys(keys), do: Enum.sort(keys)

  defp alert(context, live) do
    for table <- live.config.tables, do: refuse(live, table)
    for n <- 1..32, do: write(context, "alert#{n}.ex")
    assert_receive {:event, [:watcher, :alert], _, %{state: :raised}}, 20_000
    for table <- live.config.tables, do: heal(live, table)
    assert_converges(live)
  end

  defp go_away_and_come_back(context, live) do
    OwnPostgres.kill(context.server)
    write(context, "away.ex")
    assert_receive {:event, [:watcher, :breaker], _, %{state: :open}}, 20_000
    Keeper.changed(live.config, :all)
    assert_receive {:event, [:graph, :failed], _, _}, 20_000
    OwnPostgres.restart!(context.server)
    assert_receive {:event, [:watcher, :breaker], _, %{state: :closed}}, 20_000
    assert_converges(live)
  end

  defp break_off(config) do
    assert_raise RuntimeError, fn -> Ingest.run(config, progress: fn _step -> raise "no" end) end

    assert_raise FunctionClauseError, fn ->
      Sync.path(%{config | tables: [:no_table]}, "forced.ex")
    end
  end
end

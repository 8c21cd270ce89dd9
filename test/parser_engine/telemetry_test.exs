defmodule ParserEngine.TelemetryTest do
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Ingest, Sync, Telemetry}

  # Event, measurements, metadata: as the module's documentation has them.
  @sync [
    {[:parser_engine, :sync, :start], [:system_time], [:codebase_id, :count]},
    {[:parser_engine, :sync, :stop], [:duration], [:codebase_id, :count, :outcomes, :results]},
    {[:singularity, :file_watcher, :sync], [:duration_ms, :result], [:file, :tables]}
  ]
  @ingest [
    {[:parser_engine, :ingest, :start], [:system_time], [:codebase_id]},
    {[:parser_engine, :ingest, :stop], [:duration], [:codebase_id, :files]}
  ]

  test "a sync tells what it did", %{config: config, root: root} do
    listen(@sync)
    write(root, "a.ex", "x = 1\n")
    Sync.path(config, "a.ex")
    assert_events(@sync)
  end

  test "an ingestion tells what it did", %{config: config} do
    listen(@ingest)
    Ingest.run(config)
    assert_events(@ingest)
  end

  test "what breaks off is told and goes on to the caller" do
    event = [:parser_engine, :test, System.unique_integer()]
    listen([{event ++ [:exception], [], []}])
    broken = fn -> Telemetry.span(event, %{codebase_id: "c"}, fn -> raise "broken" end) end
    assert_raise RuntimeError, "broken", broken

    assert_receive {:event, _, %{duration: _},
                    %{codebase_id: "c", kind: :error, reason: %RuntimeError{}}}
  end

  for {what, harm} <- [
        raise: quote(do: raise("no")),
        throw: quote(do: throw(:no)),
        exit: quote(do: exit(:no))
      ] do
    test "a handler that ends in #{what} stays attached and harms nobody" do
      test = self()
      event = [:parser_engine, :test, System.unique_integer()]

      handler = fn _event, _measurements, _metadata ->
        send(test, :called)
        unquote(harm)
      end

      Telemetry.attach(event, [event], handler)
      on_exit(fn -> Telemetry.detach(event) end)

      for _ <- 1..2 do
        assert :ok = Telemetry.execute(event, %{}, %{})
        assert_receive :called
      end
    end
  end

  test "handlers attached at the same moment are all attached" do
    test = self()
    event = [:parser_engine, :test, System.unique_integer()]
    ids = for n <- 1..50, do: {event, n}
    attach = &Telemetry.attach(&1, [event], fn _, _, _ -> send(test, &1) end)
    ids |> Task.async_stream(attach, max_concurrency: 50) |> Stream.run()
    Telemetry.execute(event, %{}, %{})
    for id <- ids, do: assert_receive(^id)
    for id <- ids, do: Telemetry.detach(id)
  end

  defp listen(events) do
    test = self()
    id = make_ref()

    # A handler runs in the process that emits, which is the test here.
    Telemetry.attach(id, Enum.map(events, &elem(&1, 0)), fn event, measurements, metadata ->
      if self() == test, do: send(test, {:event, event, measurements, metadata})
    end)

    on_exit(fn -> Telemetry.detach(id) end)
  end

  defp assert_events(events) do
    for {event, measured, told} <- events do
      assert_receive {:event, ^event, measurements, metadata}
      assert measurements |> Map.keys() |> Enum.sort() == measured
      assert metadata |> Map.keys() |> Enum.sort() == told
    end
  end
end

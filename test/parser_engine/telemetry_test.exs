defmodule ParserEngine.TelemetryTest do
  use ParserEngine.CodebaseCase

  alias ParserEngine.Telemetry

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

  test "a handler for all events gets all" do
    test = self()
    event = [:parser_engine, :test, System.unique_integer()]
    Telemetry.attach(event, :all, fn got, _, _ -> if got == event, do: send(test, got) end)
    on_exit(fn -> Telemetry.detach(event) end)
    Telemetry.execute(event, %{}, %{})
    assert_received ^event
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
end

defmodule ParserEngine.TelemetryTest do
  use ParserEngine.CodebaseCase

  alias ParserEngine.{OtherVM, Sync, Telemetry}

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

  test "handlers that end in an error harm no sync", %{config: config, root: root} do
    Telemetry.attach(__MODULE__, :all, fn _, _, %{codebase_id: id}
                                          when id == config.codebase_id ->
      exit(:no)
    end)

    on_exit(fn -> Telemetry.detach(__MODULE__) end)
    write(root, "a.ex", "x = 1\n")
    assert %{result: {:ok, :both_tables}} = Sync.path(config, "a.ex")
  end

  @tag :tmp_dir
  test "neither does :telemetry, loaded and not started", %{tmp_dir: folder} do
    vm = OtherVM.start(folder)
    event = [:parser_engine, :test]
    # As the library's own fails then, whose table is made by its application.
    code =
      "-module(telemetry). -export([execute/3]). execute(_, _, _) -> ets:lookup(no_table, key)."

    {:module, :telemetry} =
      OtherVM.call(vm, :code, :load_binary, [:telemetry, 'telemetry', compiled(code)])

    assert OtherVM.call(vm, Telemetry, :execute, [event, %{}, %{}]) == :ok
    assert OtherVM.log(vm) =~ "telemetry handler :telemetry: ** (ArgumentError)"
  end

  defp compiled(code) do
    forms =
      for form <- String.split(code, ~r/(?<=\.) /) do
        {:ok, tokens, _end} = :erl_scan.string(to_charlist(form))
        {:ok, form} = :erl_parse.parse_form(tokens)
        form
      end

    {:ok, :telemetry, binary} = :compile.forms(forms)
    binary
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

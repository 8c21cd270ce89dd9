defmodule ParserEngine.Telemetry do
  @moduledoc """
  Every event of the library. They go to `:telemetry` where that is loaded, and to handlers
  attached here. Durations are in native time units unless a name says otherwise.

  | event | measurements | metadata |
  |---|---|---|
  | `[:parser_engine, :sync, :start]` | `system_time` | `codebase_id`, `count` |
  | `[:parser_engine, :sync, :stop]` | `duration` | `codebase_id`, `count`, `results`, `outcomes` |
  | `[:parser_engine, :sync, :exception]` | `duration` | `codebase_id`, `count`, `kind`, `reason` |
  | `[:parser_engine, :watcher, :rescan]` | `count` | `codebase_id`, `reason` |
  | `[:parser_engine, :watcher, :reconciled]` | `changed`, `absent` | `codebase_id` |
  | `[:parser_engine, :watcher, :degraded]` | `unwatched` | `codebase_id`, `reason` |
  | `[:parser_engine, :ingest, :start]` | `system_time` | `codebase_id` |
  | `[:parser_engine, :ingest, :stop]` | `duration` | `codebase_id`, `files` |
  | `[:parser_engine, :ingest, :exception]` | `duration` | `codebase_id`, `kind`, `reason` |
  | `[:singularity, :file_watcher, :sync]` | `duration_ms`, `result` | `file`, `tables` |

  `outcomes` are `t:ParserEngine.Sync.Outcome.t/0`s; `results` counts those of a batch by `t:ParserEngine.Sync.result/0`. In the last event
  `result` is `:success`, `:skipped` or `:failure`, and `tables` is `:both`, one table, or `:none`.
  """

  @compile {:no_warn_undefined, :telemetry}

  require Logger

  @type event :: [atom()]
  @type handler :: (event(), map(), map() -> term())

  @key {__MODULE__, :handlers}

  @doc "Calls `handler` for each of the events, in the process that emits them."
  @spec attach(term(), [event()], handler()) :: :ok
  def attach(id, events, handler), do: change(&Map.put(&1, id, {events, handler}))

  @doc "Takes a handler away."
  @spec detach(term()) :: :ok
  def detach(id), do: change(&Map.delete(&1, id))

  # Two processes may do so at the same moment.
  defp change(fun) do
    put = fn -> :persistent_term.put(@key, fun.(handlers())) end
    :global.trans({@key, self()}, put, [node()])
  end

  @doc "Emits an event. A handler that fails is logged and stays attached."
  @spec execute(event(), map(), map()) :: :ok
  def execute(event, measurements, metadata) do
    for {id, {events, handler}} <- handlers(), event in events do
      call(id, handler, [event, measurements, metadata])
    end

    if :erlang.module_loaded(:telemetry), do: :telemetry.execute(event, measurements, metadata)
    :ok
  end

  @doc "Emits start and stop around `fun`, which answers its value and the metadata of the stop."
  @spec span(event(), map(), (() -> {value, map()})) :: value when value: term()
  def span(event, metadata, fun) do
    execute(event ++ [:start], %{system_time: System.system_time()}, metadata)
    started = System.monotonic_time()

    try do
      fun.()
    catch
      kind, reason ->
        failed = Map.merge(metadata, %{kind: kind, reason: reason})
        execute(event ++ [:exception], duration(started), failed)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      {value, stopped} ->
        execute(event ++ [:stop], duration(started), stopped)
        value
    end
  end

  defp duration(started), do: %{duration: System.monotonic_time() - started}

  defp handlers, do: :persistent_term.get(@key, %{})

  defp call(id, handler, arguments) do
    apply(handler, arguments)
  catch
    kind, reason ->
      Logger.warning("telemetry handler #{inspect(id)}: #{Exception.format_banner(kind, reason)}")
  end
end

defmodule ParserEngine.Telemetry do
  @events [
    {[:parser_engine, :sync, :start], [:system_time], [:codebase_id, :count]},
    {[:parser_engine, :sync, :stop], [:duration], [:codebase_id, :count, :results, :outcomes]},
    {[:parser_engine, :sync, :exception], [:duration], [:codebase_id, :count, :kind, :reason]},
    {[:parser_engine, :watcher, :rescan], [:count], [:codebase_id, :reason]},
    {[:parser_engine, :watcher, :reconciled], [:changed, :absent], [:codebase_id]},
    {[:parser_engine, :watcher, :degraded], [:unwatched], [:codebase_id, :reason]},
    {[:parser_engine, :watcher, :restored], [:count], [:codebase_id, :reason]},
    {[:parser_engine, :watcher, :lease], [:count], [:codebase_id, :role, :holder]},
    {[:parser_engine, :watcher, :breaker], [:failures], [:codebase_id, :state, :reason]},
    {[:parser_engine, :watcher, :alert], [:success_rate, :syncs, :failures],
     [:codebase_id, :state]},
    {[:parser_engine, :watcher, :health], [:success_rate, :syncs, :failures], [:codebase_id]},
    {[:parser_engine, :watcher, :queue], [:waiting, :running, :pending, :mailbox],
     [:codebase_id]},
    {[:parser_engine, :watcher, :forced], [:count], [:codebase_id]},
    {[:parser_engine, :graph, :refreshed],
     [:duration_ms, :files, :edges, :files_compared, :pairs_compared, :written, :clones_written],
     [:codebase_id]},
    {[:parser_engine, :graph, :scored], [:duration_ms, :written], [:codebase_id, :score]},
    {[:parser_engine, :graph, :failed], [:count], [:codebase_id, :reason]},
    {[:parser_engine, :search_index, :updated], [:duration_ms, :files, :failed], [:codebase_id]},
    {[:parser_engine, :search_index, :failed], [:count], [:codebase_id, :reason]},
    {[:parser_engine, :ingest, :start], [:system_time], [:codebase_id]},
    {[:parser_engine, :ingest, :stop], [:duration], [:codebase_id, :files]},
    {[:parser_engine, :ingest, :exception], [:duration], [:codebase_id, :kind, :reason]},
    {[:singularity, :file_watcher, :sync], [:duration_ms, :result], [:file, :tables]}
  ]

  keys = &Enum.map_join(&1, ", ", fn key -> "`#{key}`" end)

  @moduledoc """
  Every event of the library. They go to `:telemetry` where that is loaded, and to handlers
  attached here. Durations are in native time units unless a name says otherwise.

  | event | measurements | metadata |
  |---|---|---|
  #{Enum.map_join(@events, "\n", fn {event, measurements, metadata} -> "| `#{inspect(event)}` | #{keys.(measurements)} | #{keys.(metadata)} |" end)}

  - `sync`: a batch of paths. `outcomes` are `t:ParserEngine.Sync.Outcome.t/0`s: a path, a result, and
    reasons, at most `batch_size` of them and never a file's content; `results` counts them by
    `t:ParserEngine.Sync.result/0`.
  - `rescan`: events may have been lost, for that reason. `reconciled`: the comparison that follows,
    or another one, has ended; so many files differ from their rows, and so many rows lack their file.
  - `degraded`, `restored`: the watch does not see so many directories, and sees them again.
  - `lease`: `role` is `:leader` or `:standby`; `holder` names the leader, `nil` where none is known.
  - `breaker`: the database does not answer (`state` is `:open`) or does again (`:closed`), after so
    many probes that failed.
  - `alert`: the share of failed syncs within `alert_window` is above `alert_threshold` (`state` is
    `:raised`) or no longer (`:over`). A sync counts as failed when any table lacks what is in the
    file. What fails while the database is away is not counted: it is tried again.
  - `health`, `queue`: how it stands, at most once a second and only while something happens.
    `waiting` paths are with the watcher, `pending` ones with the watch.
  - `forced`: so many files were found busy up to the ceiling, and are read all the same.
  - `graph`: the dependencies follow the table, for so many `files` with so many `edges` between
    them (`refreshed`). For clones so many pairs of files were compared, among so many files;
    `clones_written` rows have others now. `score` is `:pagerank` or `:centrality`. So many rows were `written`. What
    `failed` is done again.
  - `search_index`: what code is searched by follows the table, for so many `files`, of which so many
    `failed` by themselves and have no vector (`updated`). What could not be done at all (`failed`), say
    because an embedder does not answer, is done later.
  - `[:singularity, :file_watcher, :sync]`: one file. `result` is `:success`, `:skipped` or `:failure`,
    `tables` is `:both`, one table, or `:none`.
  """

  @compile {:no_warn_undefined, :telemetry}

  require Logger

  @type event :: [atom()]
  @type handler :: (event(), map(), map() -> term())

  @key {__MODULE__, :handlers}

  @doc "Each event with the keys of its measurements and of its metadata."
  @spec events() :: [{event(), [atom()], [atom()]}]
  def events, do: @events

  @doc "Calls `handler` for each of the events, or for `:all`, in the process that emits them."
  @spec attach(term(), [event()] | :all, handler()) :: :ok
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
    arguments = [event, measurements, metadata]

    for {id, {events, handler}} <- handlers(),
        events == :all or event in events,
        do: call(id, handler, arguments)

    # It may be loaded and not started.
    if :erlang.module_loaded(:telemetry),
      do: call(:telemetry, &:telemetry.execute/3, arguments)

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

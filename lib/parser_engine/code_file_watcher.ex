defmodule ParserEngine.CodeFileWatcher do
  @moduledoc """
  Keeps both tables true while files change: takes paths that may have changed from the watch,
  syncs them in batches, one job in flight per path, and repairs what failed.

  It is started by an instance (`{ParserEngine, options}` in a supervision tree), whose options are
  those of `ParserEngine.Config`. The watcher of the default instance is registered under this
  module's name.

  At start, on a timer, and whenever events may have been lost, the whole tree is compared with
  the tables. A path that is still being written is looked at again a little later; a failed one
  is tried `max_retries` times, `retry_delay` apart. What a table still lacks then is repaired by
  a comparison, 30 times `retry_delay` later, and so on until it succeeds.
  """

  use GenServer

  alias ParserEngine.{Config, Error, Sync, Telemetry}
  alias ParserEngine.CodeFileWatcher.{Comparison, Jobs, Source, Verdict}
  alias ParserEngine.Sync.Outcome

  require Logger

  # Paths taken from the watch before it has to keep the rest to itself.
  @window 1_024
  # What a stop waits for running statements; a supervisor kills after 5,000.
  @drain 3_000

  @enforce_keys [:config, :source, :tasks, :comparison]
  defstruct @enforce_keys ++ [:timer, jobs: Jobs.new(), batches: %{}, owed: 0, waiters: %{}]

  @doc false
  @spec start_link({Config.t(), GenServer.server()}) :: GenServer.on_start()
  def start_link({%Config{} = config, tasks}),
    do: GenServer.start_link(__MODULE__, {config, tasks}, name: Config.watcher(config))

  @doc """
  Syncs `path`, relative to the root, as it is now, and waits for the result.

  Answers `{:error, :timeout}` when there is none after `timeout` ms, and `{:error, :not_watching}`
  where no watcher runs.
  """
  @spec await(GenServer.server(), String.t(), timeout()) :: Sync.result()
  def await(watcher \\ __MODULE__, path, timeout), do: call(watcher, {:await, path}, timeout)

  defp call(watcher, request, timeout) do
    GenServer.call(watcher, request, timeout)
  catch
    :exit, {:timeout, _call} -> {:error, :timeout}
    :exit, {_ended, _call} -> {:error, :not_watching}
  end

  @doc "How the watcher watches and how much there is to do."
  @spec status(GenServer.server()) :: %{
          mode: :native | :polling,
          waiting: non_neg_integer(),
          running: non_neg_integer(),
          reconciling: boolean()
        }
  def status(watcher \\ __MODULE__), do: GenServer.call(watcher, :status)

  @doc "Which of these paths wait or are in flight."
  @spec pending(GenServer.server(), [String.t()]) ::
          {:ok, [String.t()]} | {:error, Error.reason()}
  def pending(watcher, paths), do: call(watcher, {:pending, paths}, 5_000)

  @doc "Compares the whole tree with the tables soon."
  @spec reconcile(GenServer.server()) :: :ok
  def reconcile(watcher \\ __MODULE__), do: GenServer.cast(watcher, :reconcile)

  @impl true
  def init({config, tasks}) do
    Process.flag(:trap_exit, true)

    case Source.start(config) do
      {:ok, source} -> {:ok, started(config, tasks, source)}
      {:error, reason} -> {:stop, %Error{reason: reason}}
    end
  end

  defp started(config, tasks, source) do
    Source.demand(source, @window)
    if source.mode == :polling, do: polling(config)
    comparison = Comparison.new(config, tasks)
    %__MODULE__{config: config, tasks: tasks, source: source, comparison: comparison}
  end

  # A poller tells of changes only; the native watch begins with a rescan.
  defp polling(config) do
    Logger.warning(
      "[CodeFileWatcher] the NIF is not loaded: polling #{config.root}, writing code_files only"
    )

    reconcile(self())
  end

  @impl true
  def handle_call({:await, path}, from, state) do
    waiters = Map.update(state.waiters, path, [from], &[from | &1])
    Source.remember(state.source, [path])
    {:noreply, %{state | waiters: waiters} |> enqueue([path], 0) |> pump()}
  end

  def handle_call(:status, _from, state) do
    status = %{
      mode: state.source.mode,
      waiting: Jobs.waiting(state.jobs) + length(state.comparison.changed),
      running: Jobs.running(state.jobs),
      reconciling: Comparison.running?(state.comparison)
    }

    {:reply, status, state}
  end

  def handle_call({:pending, paths}, _from, state) do
    found = MapSet.new(state.comparison.changed)
    {:reply, {:ok, Enum.filter(paths, &(&1 in found or Jobs.member?(state.jobs, &1)))}, state}
  end

  @impl true
  def handle_cast(:reconcile, state), do: {:noreply, compare(state)}

  @impl true
  def handle_info({:code_files_changed, id, paths}, %{source: %{reference: id}} = state) do
    state = %{state | owed: state.owed + length(paths)}
    {:noreply, state |> enqueue(paths, Verdict.busy_threshold(state.config)) |> pump()}
  end

  def handle_info({:code_watch_rescan, id, reason}, %{source: %{reference: id}} = state) do
    tell(state, :rescan, %{count: 1}, %{reason: reason})
    {:noreply, compare(state)}
  end

  def handle_info(
        {:code_watch_degraded, id, reason, unwatched, sentence},
        %{source: %{reference: id}} = state
      ) do
    Logger.warning("[CodeFileWatcher] degraded: #{sentence} (#{unwatched} directories)")
    tell(state, :degraded, %{unwatched: unwatched}, %{reason: reason})
    {:noreply, state}
  end

  def handle_info({:code_watch_down, id, words}, %{source: %{reference: id}} = state),
    do: {:stop, {:watcher_down, words}, state}

  def handle_info({:EXIT, poller, reason}, %{source: %{handle: poller}} = state),
    do: {:stop, {:watcher_down, reason}, state}

  def handle_info(:pump, state), do: {:noreply, pump(%{state | timer: nil})}

  def handle_info(:reconcile, state) do
    Comparison.schedule(state.config)
    {:noreply, compare(state)}
  end

  def handle_info(:repair, state),
    do: {:noreply, %{state | comparison: Comparison.repair(state.comparison)}}

  def handle_info({task, result}, state) when is_reference(task) do
    Process.demonitor(task, [:flush])
    {:noreply, task_done(state, task, result)}
  end

  def handle_info({:DOWN, task, :process, _pid, reason}, state),
    do: {:noreply, task_done(state, task, {:error, {:panic, Exception.format_exit(reason)}})}

  def handle_info(_foreign, state), do: {:noreply, state}

  @impl true
  def terminate(reason, state) do
    Source.stop(state.source)
    if reason in [:normal, :shutdown] or match?({:shutdown, _}, reason), do: drain(state)
  end

  # A statement that is cut off half-way would cost the host a connection.
  defp drain(state) do
    deadline = now() + @drain
    Enum.each(Map.keys(state.batches), &await_end(&1, deadline))
    await_end(state.comparison.running, deadline)
  end

  defp await_end(task, deadline) do
    if is_reference(task) do
      receive do
        {^task, _result} -> :ok
        {:DOWN, ^task, :process, _pid, _reason} -> :ok
      after
        max(deadline - now(), 0) -> :ok
      end
    end
  end

  defp enqueue(state, paths, threshold) do
    now = now()
    %{state | jobs: Enum.reduce(paths, state.jobs, &Jobs.add(&2, &1, now, threshold))}
  end

  # Starts what is due and can be started, asks the watch for more, and sets the clock.
  defp pump(state), do: state |> refill() |> start_batches() |> demand() |> set_timer()

  # What a comparison has found waits outside of the jobs: what is changed now goes before it.
  defp refill(%{config: config} = state) do
    room = max(config.concurrency * config.batch_size - Jobs.waiting(state.jobs), 0)
    {paths, comparison} = Comparison.take(state.comparison, room)
    Source.remember(state.source, paths)
    enqueue(%{state | comparison: comparison}, paths, 0)
  end

  defp start_batches(%{config: config} = state) do
    if map_size(state.batches) < config.concurrency do
      case Jobs.take(state.jobs, config.batch_size, now()) do
        {[], _jobs} -> state
        {taken, jobs} -> %{state | jobs: jobs} |> start_batch(taken) |> start_batches()
      end
    else
      state
    end
  end

  defp start_batch(%{config: config} = state, taken) do
    now = now()
    entries = for {path, item} <- taken, do: {path, Verdict.threshold(item, config, now)}
    task = Task.Supervisor.async_nolink(state.tasks, fn -> Sync.paths(config, entries) end)
    put_in(state.batches[task.ref], Enum.map(taken, &elem(&1, 0)))
  end

  defp demand(state) do
    if Jobs.waiting(state.jobs) < @window do
      Source.demand(state.source, state.owed)
      %{state | owed: 0}
    else
      state
    end
  end

  defp set_timer(state) do
    if state.timer, do: Process.cancel_timer(state.timer)
    %{state | timer: timer(state, Jobs.next_due(state.jobs))}
  end

  defp timer(_state, nil), do: nil

  # With all places taken, the end of a batch is what starts the next one.
  defp timer(%{batches: batches, config: %{concurrency: places}}, _due)
       when map_size(batches) >= places,
       do: nil

  defp timer(_state, due), do: Process.send_after(self(), :pump, max(due - now(), 0))

  defp task_done(%{comparison: %{running: task}} = state, task, result),
    do: pump(%{state | comparison: Comparison.finished(state.comparison, result)})

  defp task_done(%{batches: batches} = state, task, result) when is_map_key(batches, task) do
    {paths, batches} = Map.pop!(batches, task)
    result |> outcomes(paths) |> Enum.reduce(%{state | batches: batches}, &path_done/2) |> pump()
  end

  defp task_done(state, _late, _result), do: state

  defp outcomes({:error, _} = failure, paths), do: Enum.map(paths, &Outcome.new(&1, failure))
  defp outcomes(outcomes, _paths), do: outcomes

  defp path_done(outcome, state) do
    item = Jobs.running!(state.jobs, outcome.path)
    verdict = Verdict.of(outcome, item, state.config)

    %{state | jobs: Jobs.finish(state.jobs, outcome.path, verdict, now())}
    |> repair_later(verdict == :done and Verdict.repairable?(outcome))
    |> compare_directory(outcome.result)
    |> answer(outcome)
  end

  defp repair_later(state, false), do: state

  defp repair_later(state, true), do: update_in(state.comparison, &Comparison.repair_later/1)

  # Another directory took the place of one that was gone: nothing tells what is new in it.
  defp compare_directory(state, {:skipped, {:not_regular, :directory}}), do: compare(state)
  defp compare_directory(state, _result), do: state

  defp answer(state, outcome) do
    if Jobs.member?(state.jobs, outcome.path) do
      state
    else
      {waiters, rest} = Map.pop(state.waiters, outcome.path, [])
      Enum.each(waiters, &GenServer.reply(&1, outcome.result))
      %{state | waiters: rest}
    end
  end

  defp compare(state), do: %{state | comparison: Comparison.ask(state.comparison)}

  defp tell(state, event, measurements, metadata) do
    metadata = Map.put(metadata, :codebase_id, state.config.codebase_id)
    Telemetry.execute([:parser_engine, :watcher, event], measurements, metadata)
  end

  defp now, do: System.monotonic_time(:millisecond)
end

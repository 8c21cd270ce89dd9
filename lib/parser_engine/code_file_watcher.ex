defmodule ParserEngine.CodeFileWatcher do
  @moduledoc """
  Keeps both tables true while files change: takes paths that may have changed from the watch,
  syncs them in batches, one job in flight per path, and repairs what failed.

  It is started by an instance (`{ParserEngine, options}` in a supervision tree), whose options are
  those of `ParserEngine.Config`. The watcher of the default instance is registered under this
  module's name.

  At start, on a timer, and whenever events may have been lost, the whole tree is compared with
  the tables. A path that is still being written is looked at again a little later; a failed one
  is tried `max_retries` times, `retry_delay` apart, and after that again by the next comparison.
  """

  use GenServer

  alias ParserEngine.{Config, Error, Reconcile, Sync, Telemetry}
  alias ParserEngine.CodeFileWatcher.{Jobs, Source}
  alias ParserEngine.Sync.Outcome

  require Logger

  # Paths taken from the watch before it has to keep the rest to itself.
  @window 1_024
  @repair_delay 30_000
  @changing_delay 100

  defstruct [
    :config,
    :source,
    :tasks,
    :timer,
    :repair,
    jobs: Jobs.new(),
    batches: %{},
    owed: 0,
    reconcile: :idle,
    waiters: %{}
  ]

  @doc false
  @spec start_link({Config.t(), GenServer.server()}) :: GenServer.on_start()
  def start_link({%Config{} = config, tasks}),
    do: GenServer.start_link(__MODULE__, {config, tasks}, name: Config.watcher(config))

  @doc """
  Syncs `path`, relative to the root, as it is now, and waits for the result.

  Answers `{:error, :timeout}` when there is none after `timeout` ms.
  """
  @spec await(GenServer.server(), String.t(), timeout()) :: Sync.result()
  def await(watcher \\ __MODULE__, path, timeout) do
    GenServer.call(watcher, {:await, path}, timeout)
  catch
    :exit, {:timeout, _call} -> {:error, :timeout}
  end

  @doc "How the watcher watches and how much there is to do."
  @spec status(GenServer.server()) :: %{
          mode: :native | :polling,
          waiting: non_neg_integer(),
          running: non_neg_integer(),
          reconciling: boolean()
        }
  def status(watcher \\ __MODULE__), do: GenServer.call(watcher, :status)

  @doc "Compares the whole tree with the tables soon."
  @spec reconcile(GenServer.server()) :: :ok
  def reconcile(watcher \\ __MODULE__), do: GenServer.cast(watcher, {:reconcile, "asked"})

  @impl true
  def init({config, tasks}) do
    Process.flag(:trap_exit, true)

    case Source.start(config) do
      {:ok, source} -> {:ok, started(%__MODULE__{config: config, tasks: tasks, source: source})}
      {:error, reason} -> {:stop, %Error{reason: reason}}
    end
  end

  defp started(state) do
    Source.demand(state.source, @window)
    schedule_reconcile(state.config)
    if state.source.mode == :polling, do: polling(state), else: state
  end

  defp polling(state) do
    Logger.warning(
      "[CodeFileWatcher] the NIF is not loaded: polling #{state.config.root}, writing code_files only"
    )

    GenServer.cast(self(), {:reconcile, "started"})
    state
  end

  @impl true
  def handle_call({:await, path}, from, state) do
    waiters = Map.update(state.waiters, path, [from], &[from | &1])
    {:noreply, %{state | waiters: waiters} |> enqueue([path], 0) |> pump()}
  end

  def handle_call(:status, _from, state) do
    status = %{
      mode: state.source.mode,
      waiting: Jobs.waiting(state.jobs),
      running: Jobs.running(state.jobs),
      reconciling: state.reconcile != :idle
    }

    {:reply, status, state}
  end

  @impl true
  def handle_cast({:reconcile, reason}, state), do: {:noreply, reconcile(state, reason)}

  @impl true
  def handle_info(
        {:code_files_changed, reference, paths},
        %{source: %{reference: reference}} = state
      ) do
    state = %{state | owed: state.owed + length(paths)}
    {:noreply, state |> enqueue(paths, busy_threshold(state.config)) |> pump()}
  end

  def handle_info(
        {:code_watch_rescan, reference, reason},
        %{source: %{reference: reference}} = state
      ) do
    Telemetry.execute([:parser_engine, :watcher, :rescan], %{count: 1}, metadata(state, reason))
    {:noreply, reconcile(state, reason)}
  end

  def handle_info(
        {:code_watch_degraded, reference, reason, unwatched, sentence},
        %{source: %{reference: reference}} = state
      ) do
    Logger.warning("[CodeFileWatcher] degraded: #{sentence} (#{unwatched} directories)")
    measurements = %{unwatched: unwatched}

    Telemetry.execute(
      [:parser_engine, :watcher, :degraded],
      measurements,
      metadata(state, reason)
    )

    {:noreply, state}
  end

  def handle_info(
        {:code_watch_down, reference, words},
        %{source: %{reference: reference}} = state
      ),
      do: {:stop, {:watcher_down, words}, state}

  def handle_info({:EXIT, poller, reason}, %{source: %{handle: poller}} = state),
    do: {:stop, {:watcher_down, reason}, state}

  def handle_info(:pump, state), do: {:noreply, pump(%{state | timer: nil})}

  def handle_info(:reconcile, state) do
    schedule_reconcile(state.config)
    {:noreply, reconcile(state, "timer")}
  end

  def handle_info(:repair, state), do: {:noreply, reconcile(%{state | repair: nil}, "repair")}

  def handle_info({reference, outcomes}, %{batches: batches} = state)
      when is_map_key(batches, reference) do
    Process.demonitor(reference, [:flush])
    {:noreply, state |> batch_done(reference, outcomes) |> pump()}
  end

  def handle_info({:DOWN, reference, :process, _pid, reason}, %{batches: batches} = state)
      when is_map_key(batches, reference) do
    failure = {:error, {:panic, Exception.format_exit(reason)}}
    outcomes = for path <- batches[reference], do: Outcome.new(path, failure)
    {:noreply, state |> batch_done(reference, outcomes) |> pump()}
  end

  def handle_info({reference, planned}, %{reconcile: {reference, again}} = state) do
    Process.demonitor(reference, [:flush])
    {:noreply, reconciled(%{state | reconcile: :idle}, planned, again)}
  end

  def handle_info(
        {:DOWN, reference, :process, _pid, reason},
        %{reconcile: {reference, again}} = state
      ) do
    failure = {:error, {:panic, Exception.format_exit(reason)}}
    {:noreply, reconciled(%{state | reconcile: :idle}, failure, again)}
  end

  def handle_info(_late_or_foreign, state), do: {:noreply, state}

  @impl true
  def terminate(_reason, state), do: Source.stop(state.source)

  defp enqueue(state, paths, threshold) do
    now = now()
    jobs = Enum.reduce(paths, state.jobs, &Jobs.add(&2, &1, now, threshold))
    %{state | jobs: jobs}
  end

  # Starts what is due and can be started, asks the watch for more, and sets the clock.
  defp pump(state) do
    state |> start_batches() |> demand() |> set_timer()
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
    entries = for {path, item} <- taken, do: {path, threshold(item, config)}
    task = Task.Supervisor.async_nolink(state.tasks, fn -> Sync.paths(config, entries) end)
    put_in(state.batches[task.ref], Enum.map(taken, &elem(&1, 0)))
  end

  # A file that is written again and again is read at the ceiling all the same.
  defp threshold(item, config) do
    if now() - item.first_seen >= config.debounce_ceiling, do: 0, else: item.threshold
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

  defp batch_done(state, reference, outcomes) do
    state = %{state | batches: Map.delete(state.batches, reference)}
    Enum.reduce(outcomes, state, &path_done/2)
  end

  defp path_done(outcome, state) do
    {item, _mark} = Map.fetch!(state.jobs.running, outcome.path)
    verdict = verdict(outcome, item, state.config)
    jobs = Jobs.finish(state.jobs, outcome.path, verdict, now())

    %{state | jobs: jobs}
    |> repair_later(verdict, outcome)
    |> answer(outcome)
  end

  defp verdict(%Outcome{result: {:skipped, :busy}}, item, _config),
    do: {:later, max(item.threshold, 1)}

  defp verdict(%Outcome{result: {:skipped, :changing}}, _item, _config),
    do: {:later, @changing_delay}

  defp verdict(outcome, item, config) do
    if Outcome.retryable?(outcome) and item.attempts < config.max_retries,
      do: {:retry, config.retry_delay},
      else: :done
  end

  # The table that still fails after all retries is repaired by a comparison.
  defp repair_later(%{repair: nil} = state, :done, outcome) do
    if Outcome.retryable?(outcome),
      do: %{state | repair: Process.send_after(self(), :repair, @repair_delay)},
      else: state
  end

  defp repair_later(state, _verdict, _outcome), do: state

  defp answer(state, outcome) do
    if Jobs.member?(state.jobs, outcome.path) do
      state
    else
      {waiters, rest} = Map.pop(state.waiters, outcome.path, [])
      Enum.each(waiters, &GenServer.reply(&1, outcome.result))
      %{state | waiters: rest}
    end
  end

  defp reconcile(%{reconcile: {reference, _again}} = state, reason),
    do: %{state | reconcile: {reference, reason}}

  defp reconcile(%{reconcile: :idle, config: config} = state, _reason) do
    task = Task.Supervisor.async_nolink(state.tasks, fn -> compare(config) end)
    %{state | reconcile: {task.ref, nil}}
  end

  defp compare(config) do
    with {:ok, plan} <- Reconcile.plan(config),
         :ok <- Reconcile.remove_absent(config, plan) do
      {:ok, plan}
    end
  end

  defp reconciled(state, {:ok, plan}, again) do
    warn_if_suspect(plan, state.config)
    measurements = %{changed: length(plan.changed), absent: length(plan.absent)}
    metadata = %{codebase_id: state.config.codebase_id}
    Telemetry.execute([:parser_engine, :watcher, :reconciled], measurements, metadata)
    state |> enqueue(plan.changed, 0) |> pump() |> reconcile_again(again)
  end

  defp reconciled(%{config: config} = state, {:error, reason}, again) do
    Logger.error("[CodeFileWatcher] comparing #{config.root} failed: #{Error.message(reason)}")
    state = reconcile_again(state, again)

    if state.repair,
      do: state,
      else: %{state | repair: Process.send_after(self(), :repair, @repair_delay)}
  end

  defp reconcile_again(state, nil), do: state
  defp reconcile_again(state, reason), do: reconcile(state, reason)

  defp warn_if_suspect(%{suspect: false}, _config), do: :ok

  defp warn_if_suspect(%{suspect: true}, config),
    do: Logger.warning("[CodeFileWatcher] #{config.root} is empty: its rows are kept")

  defp schedule_reconcile(%{reconcile_interval: :infinity}), do: :ok

  defp schedule_reconcile(%{reconcile_interval: interval}),
    do: Process.send_after(self(), :reconcile, interval)

  defp busy_threshold(%{debounce: :on_close}), do: 0
  defp busy_threshold(%{busy_threshold: threshold}), do: threshold

  defp metadata(state, reason), do: %{codebase_id: state.config.codebase_id, reason: reason}
  defp now, do: System.monotonic_time(:millisecond)
end

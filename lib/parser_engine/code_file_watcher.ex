defmodule ParserEngine.CodeFileWatcher do
  @moduledoc """
  Keeps both tables true while files change: takes paths that may have changed from the watch,
  syncs them in batches, one job in flight per path, and repairs what failed.

  It is started by an instance (`{ParserEngine, options}` in a supervision tree), whose options are
  those of `ParserEngine.Config`. The watcher of the default instance is registered under this
  module's name.

  At start, on a timer, and whenever events may have been lost, the whole tree is compared with
  the tables. A path that is still being written is looked at again a little later, and one that is
  gone once more after everything else. A failed one is tried `max_retries` times, `retry_delay`
  apart. What a table still lacks then is repaired by a comparison, 30 times `retry_delay` later,
  and so on, ever more rarely, until it succeeds. While the database is away nothing is tried but
  whether it is back.

  Of several instances on one codebase, in whatever VM, one does the work and the others stand by:
  it holds a lease in the database for as long as it renews it (option `lease`).
  """

  use GenServer

  alias ParserEngine.{Config, Error, Sync}

  alias ParserEngine.CodeFileWatcher.{
    Comparison,
    InFlight,
    Pump,
    Report,
    Results,
    Source,
    Status,
    Work
  }

  require Logger

  @enforce_keys [:work]
  defstruct @enforce_keys ++ [:timer]

  @doc false
  @spec start_link({Config.t(), GenServer.server(), holder :: String.t()}) :: GenServer.on_start()
  def start_link({%Config{} = config, tasks, holder}) do
    GenServer.start_link(__MODULE__, {config, tasks, holder}, name: Config.watcher(config))
  end

  @doc """
  Syncs `path`, relative to the root, as it is now, and waits for the result.

  Answers `{:error, :timeout}` when there is none after `timeout` ms, and `{:error, :not_watching}`
  where no watcher runs.
  """
  @spec await(GenServer.server(), String.t(), timeout()) :: Sync.result()
  def await(watcher \\ __MODULE__, path, timeout), do: call(watcher, {:await, path}, timeout)

  @doc "How the watcher watches and how much there is to do."
  @spec status(GenServer.server()) :: {:ok, Status.t()} | {:error, Error.reason()}
  def status(watcher \\ __MODULE__), do: call(watcher, :status)

  @doc """
  Compares the whole tree with the tables soon. Option: `:allow_mass_delete`.

  A standby compares nothing, and answers `{:error, {:standby, leader}}`.
  """
  @spec reconcile(GenServer.server(), keyword()) :: :ok | {:error, Error.reason()}
  def reconcile(watcher \\ __MODULE__, options \\ []), do: call(watcher, {:reconcile, options})

  @doc "Which of these paths wait or are in flight."
  @spec pending(GenServer.server(), [String.t()]) ::
          {:ok, [String.t()]} | {:error, Error.reason()}
  def pending(watcher, paths), do: call(watcher, {:pending, paths})

  @doc false
  @spec follower_started(GenServer.server()) :: :ok
  def follower_started(watcher), do: GenServer.cast(watcher, :follower_started)

  defp call(watcher, request, timeout \\ 5_000) do
    GenServer.call(watcher, request, timeout)
  catch
    :exit, {:timeout, _call} -> {:error, :timeout}
    :exit, {_ended, _call} -> {:error, :not_watching}
  end

  @impl true
  def init({config, tasks, holder}) do
    Process.flag(:trap_exit, true)

    case Source.start(config) do
      {:ok, source} -> {:ok, started(config, Work.new(config, source, tasks, holder))}
      {:error, reason} -> {:stop, %Error{reason: reason}}
    end
  end

  defp started(config, work) do
    Comparison.schedule(config)
    if work.source.mode == :polling, do: warn_of_polling(config)
    go_on(%__MODULE__{work: work}, lease(work))
  end

  defp warn_of_polling(config) do
    Logger.warning(
      "[CodeFileWatcher] the NIF is not loaded: polling #{config.root}, writing code_files only"
    )
  end

  defp lease(work) do
    if interval = Work.lease_interval(work), do: Process.send_after(self(), :lease, interval)
    Work.renew(work)
  end

  @impl true
  def handle_call({:await, path}, from, %{work: work} = state),
    do: {:noreply, go_on(state, Work.await(work, path, from))}

  def handle_call(:status, _from, state), do: {:reply, {:ok, Status.of(state.work, now())}, state}

  def handle_call({:pending, paths}, _from, state),
    do: {:reply, {:ok, Work.pending(state.work, paths)}, state}

  def handle_call({:reconcile, options}, _from, %{work: %{lease: lease} = work} = state) do
    case lease.other do
      nil -> {:reply, :ok, go_on(state, Work.compare(work, options))}
      leader -> {:reply, {:error, {:standby, leader}}, state}
    end
  end

  @impl true
  def handle_cast(:follower_started, state) do
    Work.tell_followers(state.work)
    {:noreply, state}
  end

  @impl true
  def handle_info({:code_files_changed, id, paths}, %{work: %{source: %{reference: id}}} = state),
    do: {:noreply, go_on(state, Work.changed(state.work, paths))}

  def handle_info({:code_watch_rescan, id, reason}, %{work: %{source: %{reference: id}}} = state) do
    Report.rescan(state.work.config, reason)
    {:noreply, go_on(state, Work.rescan(state.work, reason))}
  end

  def handle_info(
        {:code_watch_degraded, id, reason, unwatched, sentence},
        %{work: %{source: %{reference: id}} = work} = state
      ) do
    Report.degraded(work.config, reason, unwatched, sentence)
    {:noreply, %{state | work: Work.degraded(work, reason, sentence)}}
  end

  def handle_info(
        {:code_watch_restored, id, reason},
        %{work: %{source: %{reference: id}} = work} = state
      ) do
    Report.restored(work.config, reason)
    {:noreply, %{state | work: Work.degraded(work, reason, nil)}}
  end

  def handle_info({:code_watch_down, id, words}, %{work: %{source: %{reference: id}}} = state),
    do: {:stop, {:watcher_down, words}, state}

  def handle_info({:EXIT, poller, reason}, %{work: %{source: %{handle: poller}}} = state),
    do: {:stop, {:watcher_down, reason}, state}

  def handle_info(:pump, state), do: {:noreply, go_on(%{state | timer: nil}, state.work)}
  def handle_info(:lease, state), do: {:noreply, go_on(state, lease(state.work))}

  def handle_info(:reconcile, %{work: work} = state) do
    Comparison.schedule(work.config)
    {:noreply, go_on(state, Work.compare(work))}
  end

  def handle_info({task, result}, state) when is_reference(task) do
    Process.demonitor(task, [:flush])
    {:noreply, ended(state, task, result)}
  end

  def handle_info({:DOWN, task, :process, _pid, reason}, state),
    do: {:noreply, ended(state, task, {:error, {:panic, Exception.format_exit(reason)}})}

  def handle_info(_foreign, state), do: {:noreply, state}

  defp ended(%{work: work} = state, task, result) do
    case InFlight.ended(work.in_flight, task) do
      {nil, _in_flight} -> state
      {purpose, rest} -> go_on(state, Results.take(%{work | in_flight: rest}, purpose, result))
    end
  end

  # Starts what is due, and sets the clock for what will be.
  defp go_on(state, work) do
    work = Pump.run(work)
    if state.timer, do: Process.cancel_timer(state.timer)
    %{state | work: work, timer: timer(Pump.next_due(work))}
  end

  defp timer(nil), do: nil
  defp timer(due), do: Process.send_after(self(), :pump, max(due - now(), 0))

  @impl true
  def terminate(reason, %{work: work}) do
    Source.stop(work.source)
    # A statement that is cut off half-way would cost the host a connection.
    if reason in [:normal, :shutdown] or match?({:shutdown, _}, reason), do: Work.stop(work)
  end

  defp now, do: System.monotonic_time(:millisecond)
end

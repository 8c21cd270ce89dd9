defmodule ParserEngine.SearchIndex.Keeper do
  @moduledoc false
  # Keeps what code is searched by beside the watcher, which tells when rows may be others now. What is
  # to be done is asked of the table, so a word too many, or one that was lost, does no harm. One job
  # at a time, as a task; the sync never waits for it. What follows from many changes may take an hour,
  # and is done beside them.

  use GenServer

  alias ParserEngine.{CodeFileWatcher, Config, Error, SearchIndex, Telemetry}

  require Logger

  # Milliseconds of quiet before what follows from many changes is done.
  @settle_delay 2_000
  @pause 1_000
  @longest_pause 60_000
  # Milliseconds that a stop waits for running statements.
  @drain 3_000

  @enforce_keys [:config, :tasks]
  defstruct @enforce_keys ++
              [
                :plan,
                :task,
                :started,
                :settling,
                :timer,
                :wanted,
                :left_alone_until,
                changed?: false,
                settle?: true,
                failures: 0,
                failed_settlings: 0,
                standby?: true
              ]

  @doc false
  @spec start_link({Config.t(), GenServer.server()}) :: GenServer.on_start()
  def start_link({config, tasks}),
    do: GenServer.start_link(__MODULE__, {config, tasks}, name: name(config))

  @doc "Some rows may be others now."
  @spec changed(Config.t()) :: :ok
  def changed(config), do: GenServer.cast(name(config), :changed)

  @doc "The table was compared with the tree: it may tell of files that another process has written."
  @spec compared(Config.t()) :: :ok
  def compared(config), do: GenServer.cast(name(config), :compared)

  @doc "Another instance does the work from now on."
  @spec stand_by(Config.t()) :: :ok
  def stand_by(config), do: GenServer.cast(name(config), :stand_by)

  @doc "Whether all is written as far as is known here, and by which model; `nil` where nothing is kept."
  @spec status(Config.t()) :: %{current: boolean(), model: String.t() | nil} | nil
  def status(config) do
    GenServer.call(name(config), :status)
  catch
    :exit, _not_there -> nil
  end

  defp name(config), do: Module.concat(config.name, SearchIndex)

  @impl true
  def init({config, tasks}) do
    Process.flag(:trap_exit, true)
    {:ok, %__MODULE__{config: config, tasks: tasks}, {:continue, :announce}}
  end

  # A watcher that runs already has told another keeper what there is.
  @impl true
  def handle_continue(:announce, state) do
    CodeFileWatcher.follower_started(Config.watcher(state.config))
    {:noreply, state}
  end

  @impl true
  def handle_call(:status, _from, state) do
    current = not state.standby? and state.wanted == nil and state.task == nil
    {:reply, %{current: current, model: state.plan && state.plan.model}, state}
  end

  # Only who leads compares. The database answers: no pause is kept any more, but one that an
  # embedder has asked for.
  @impl true
  def handle_cast(:compared, state) do
    state = if left_alone?(state), do: state, else: %{without_pause(state) | failures: 0}
    {:noreply, go_on(%{state | standby?: false, wanted: :all, changed?: true})}
  end

  def handle_cast(:changed, %{standby?: true} = state), do: {:noreply, state}

  def handle_cast(:changed, state),
    do: {:noreply, go_on(%{state | wanted: state.wanted || :new, changed?: true})}

  # A job that runs writes what is true, and its end is of no interest.
  def handle_cast(:stand_by, state) do
    for task <- running(state), do: Process.demonitor(task, [:flush])
    state = %{state | task: nil, settling: nil, wanted: nil, settle?: true, standby?: true}
    {:noreply, clear_timer(state)}
  end

  @impl true
  def handle_info(:go_on, state), do: {:noreply, go_on(%{state | timer: nil})}
  def handle_info(:settle, state), do: {:noreply, settle(%{state | timer: nil})}

  def handle_info({task, result}, %{task: task} = state) do
    Process.demonitor(task, [:flush])
    {:noreply, ended(%{state | task: nil}, result)}
  end

  def handle_info({:DOWN, task, :process, _pid, reason}, %{task: task} = state) do
    failure = {:error, {:panic, Exception.format_exit(reason)}}
    {:noreply, ended(%{state | task: nil}, failure)}
  end

  def handle_info({task, result}, %{settling: task} = state) do
    Process.demonitor(task, [:flush])
    {:noreply, settled(%{state | settling: nil}, result)}
  end

  def handle_info({:DOWN, task, :process, _pid, reason}, %{settling: task} = state) do
    failure = {:error, {:panic, Exception.format_exit(reason)}}
    {:noreply, settled(%{state | settling: nil}, failure)}
  end

  def handle_info(_foreign, state), do: {:noreply, state}

  defp left_alone?(%{left_alone_until: nil}), do: false
  defp left_alone?(state), do: now() < state.left_alone_until

  defp without_pause(%{failures: 0} = state), do: state
  defp without_pause(state), do: clear_timer(state)

  # A pause after a failure is kept.
  defp go_on(%{task: nil, wanted: scope} = state) when scope != nil do
    if state.failures > 0 and state.timer != nil, do: state, else: start_catching_up(state, scope)
  end

  defp go_on(state), do: state

  defp start_catching_up(%{config: config, plan: plan, changed?: changed?} = state, scope) do
    task = start(state, fn -> attempt(config, plan, scope, changed?) end)
    clear_timer(%{state | wanted: nil, changed?: false, task: task, started: now()})
  end

  # While the embedder is away there are words for what has changed.
  defp attempt(config, plan, scope, changed?) do
    with {:error, reason} when changed? <- catch_up(config, plan, scope),
         :ok <- SearchIndex.write_words(config),
         do: {:error, reason}
  end

  # Another process may have another embedder: only all says what is this one's.
  defp catch_up(config, nil, _scope), do: catch_up(config, :all)
  defp catch_up(config, _plan, :all), do: catch_up(config, :all)

  defp catch_up(config, plan, :new) do
    with {:ok, done} <- SearchIndex.catch_up(config, plan), do: {:ok, plan, done}
  end

  defp catch_up(config, :all) do
    with {:ok, plan} <- SearchIndex.plan(config),
         :ok <- SearchIndex.expire(config, plan),
         do: catch_up(config, plan, :new)
  end

  defp settle(%{settling: nil, settle?: true, plan: plan} = state) when plan != nil do
    config = state.config
    task = start(state, fn -> SearchIndex.settle(config, plan) end)
    %{state | settle?: false, settling: task}
  end

  defp settle(state), do: state

  defp start(state, fun), do: Task.Supervisor.async_nolink(state.tasks, fun).ref

  defp running(state), do: Enum.reject([state.task, state.settling], &is_nil/1)

  defp ended(state, {:ok, plan, done}) do
    tell(state, :updated, Map.put(done, :duration_ms, now() - state.started))
    changed? = state.settle? or done.files > 0
    go_on(settle_later(%{state | plan: plan, failures: 0, settle?: changed?}))
  end

  defp ended(state, {:error, reason}) do
    state = report(%{state | failures: state.failures + 1, plan: nil}, reason, state.failures)
    asked_for = retry_after(reason)
    state = %{state | wanted: :all, settle?: true, left_alone_until: now() + asked_for}
    clock(state, :go_on, max(pause(state.failures), asked_for))
  end

  defp settled(state, :ok), do: settle_later(%{state | failed_settlings: 0})

  defp settled(%{failed_settlings: before} = state, {:error, reason}) do
    state = %{state | failed_settlings: before + 1, settle?: true}
    state |> report(reason, before) |> settle_later()
  end

  # Only where nothing else is about to happen, which ends here again.
  defp settle_later(%{settle?: true, task: nil, wanted: nil, settling: nil} = state),
    do: clock(state, :settle, max(@settle_delay, pause(state.failed_settlings)))

  defp settle_later(state), do: state

  defp pause(0), do: 0

  defp pause(failures) do
    exponential = min(@pause * Integer.pow(2, min(failures - 1, 10)), @longest_pause)
    round(exponential * (0.5 + :rand.uniform() / 2))
  end

  # An embedder may say how long it wants to be left alone.
  defp retry_after({:embedder_busy, milliseconds}), do: milliseconds
  defp retry_after(_reason), do: 0

  # What keeps failing is told once, and that the database is away by the watcher.
  defp report(state, reason, failures_before) do
    if failures_before == 0 and not match?({:database_unavailable, _words}, reason) do
      Logger.warning("[SearchIndex] #{state.config.codebase_id}: #{Error.message(reason)}")
    end

    tell(state, :failed, %{count: 1}, %{reason: reason})
  end

  defp tell(state, event, measurements, metadata \\ %{}) do
    metadata = Map.put(metadata, :codebase_id, state.config.codebase_id)
    Telemetry.execute([:parser_engine, :search_index, event], measurements, metadata)
    state
  end

  defp clock(state, message, milliseconds) do
    state = clear_timer(state)
    %{state | timer: Process.send_after(self(), message, milliseconds)}
  end

  defp clear_timer(%{timer: nil} = state), do: state

  defp clear_timer(state) do
    Process.cancel_timer(state.timer)
    %{state | timer: nil}
  end

  # A statement that is cut off half-way would cost the host a connection.
  @impl true
  def terminate(_reason, state) do
    deadline = now() + @drain
    Enum.each(running(state), &drain(&1, deadline))
  end

  defp drain(task, deadline) do
    receive do
      {^task, _result} -> :ok
      {:DOWN, ^task, :process, _pid, _reason} -> :ok
    after
      max(deadline - now(), 0) -> :ok
    end
  end

  defp now, do: System.monotonic_time(:millisecond)
end

defmodule ParserEngine.CodeGraph.Keeper do
  @moduledoc false
  # Keeps the graph of one codebase beside its watcher, which tells which rows may be others now.
  # One job at a time, as a task, but that centrality is computed beside them; after a failure the
  # graph is built anew from the table.

  use GenServer

  alias ParserEngine.{CodeFileWatcher, CodeGraph, Config, Error, Telemetry}
  alias ParserEngine.CodeGraph.Agenda

  require Logger

  # Milliseconds that a stop waits for a running statement.
  @drain 3_000

  @enforce_keys [:config, :tasks]
  defstruct @enforce_keys ++
              [
                :graph,
                :size,
                :task,
                :started,
                :computation,
                :computation_started,
                :timer,
                agenda: %Agenda{},
                bad_manifests: [],
                standby?: true
              ]

  @doc false
  @spec start_link({Config.t(), GenServer.server()}) :: GenServer.on_start()
  def start_link({config, tasks}),
    do: GenServer.start_link(__MODULE__, {config, tasks}, name: name(config))

  @doc """
  Rows at these paths and below them, or any, may be others now. `more?` says that others are being
  written, so that a checkout is taken in once.
  """
  @spec changed(Config.t(), :all | [String.t()], more? :: boolean()) :: :ok
  def changed(config, scope, more? \\ false),
    do: GenServer.cast(name(config), {:changed, scope, more?})

  @doc "The table was compared with the tree: it may tell of files that another process has written."
  @spec compared(Config.t()) :: :ok
  def compared(config), do: GenServer.cast(name(config), :compared)

  @doc "Another instance does the work from now on."
  @spec stand_by(Config.t()) :: :ok
  def stand_by(config), do: GenServer.cast(name(config), :stand_by)

  @doc "How large the graph is, and whether its scores are up to date; `nil` where none is kept."
  @spec status(Config.t()) ::
          %{files: non_neg_integer(), edges: non_neg_integer(), current: boolean()} | nil
  def status(config) do
    GenServer.call(name(config), :status)
  catch
    :exit, _not_there -> nil
  end

  defp name(config), do: Module.concat(config.name, CodeGraph)

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
    size = state.size || %{files: 0, edges: 0}
    current = state.graph != nil and Agenda.idle?(state.agenda)
    {:reply, %{files: size.files, edges: size.edges, current: current}, state}
  end

  # Only who leads compares.
  @impl true
  def handle_cast(:compared, %{standby?: true} = state),
    do: handle_cast(:compared, %{state | standby?: false})

  def handle_cast({:changed, _scope, _more?}, %{standby?: true} = state), do: {:noreply, state}

  def handle_cast({:changed, scope, more?}, state),
    do: {:noreply, go_on(%{state | agenda: Agenda.changed(state.agenda, scope, more?, now())})}

  def handle_cast(:compared, state),
    do: {:noreply, go_on(%{state | agenda: Agenda.check(state.agenda, now())})}

  # A job that runs writes what is true, and its end is of no interest.
  def handle_cast(:stand_by, state) do
    fresh = %{given_up(state) | agenda: Agenda.new(), standby?: true}
    :erlang.garbage_collect()
    {:noreply, set_clock(fresh)}
  end

  defp given_up(state) do
    for task <- [state.task, state.computation], task, do: Process.demonitor(task, [:flush])
    %{state | graph: nil, size: nil, task: nil, computation: nil}
  end

  @impl true
  def handle_info(:go_on, state), do: {:noreply, go_on(%{state | timer: nil})}

  def handle_info({task, result}, %{task: task} = state) do
    Process.demonitor(task, [:flush])
    {:noreply, ended(state, result)}
  end

  def handle_info({task, result}, %{computation: task} = state) do
    Process.demonitor(task, [:flush])
    {:noreply, computed(state, result)}
  end

  def handle_info({:DOWN, task, :process, _pid, reason}, %{task: task} = state),
    do: {:noreply, ended(state, died(reason))}

  def handle_info({:DOWN, task, :process, _pid, reason}, %{computation: task} = state),
    do: {:noreply, computed(state, died(reason))}

  def handle_info(_foreign, state), do: {:noreply, state}

  defp died(reason), do: {:error, {:panic, Exception.format_exit(reason)}}

  defp go_on(state) do
    case Agenda.start(state.agenda, now()) do
      {job, agenda} -> start(%{state | agenda: agenda}, job)
      nil -> set_clock(state)
    end
  end

  defp start(%{graph: graph} = state, :centrality) do
    task = Task.Supervisor.async_nolink(state.tasks, CodeGraph, :compute, [graph, :centrality])
    go_on(%{state | computation: task.ref, computation_started: now()})
  end

  defp start(%{config: config, graph: graph} = state, job) do
    task = Task.Supervisor.async_nolink(state.tasks, fn -> carry_out(config, graph, job) end)
    %{state | task: task.ref, started: now()}
  end

  defp carry_out(config, nil, _job) do
    with {:ok, graph} <- CodeGraph.new(config), do: refresh(config, graph, :all, false)
  end

  defp carry_out(config, graph, {:refresh, scope, check?}),
    do: refresh(config, graph, scope, check?)

  defp carry_out(config, graph, {:write, :centrality}) do
    with {:ok, written} <- CodeGraph.write_scores(config, graph), do: {:scored, written}
  end

  defp carry_out(config, graph, :pagerank) do
    with {:ok, written} <- CodeGraph.score(config, graph, :pagerank), do: {:scored, written}
  end

  defp refresh(config, graph, scope, check?) do
    with {:ok, size} <- CodeGraph.refresh(config, graph, scope),
         {:ok, links} <- CodeGraph.write_links(config, graph),
         {:ok, clones} <- CodeGraph.write_clones(config, graph),
         {:ok, size} <- if(check?, do: CodeGraph.check(config, graph, size), else: {:ok, size}),
         do: {:refreshed, graph, size, %{written: links, clones_written: clones}}
  end

  defp computed(state, :ok) do
    took = now() - state.computation_started
    go_on(%{state | computation: nil, agenda: Agenda.computed(state.agenda, took, now())})
  end

  defp computed(state, {:error, _reason} = failure) do
    took = now() - state.computation_started
    go_on(report(settled(state, failure, took), :centrality, failure, took))
  end

  defp ended(state, result) do
    took = now() - state.started
    go_on(report(settled(%{state | task: nil}, result, took), state.agenda.running, result, took))
  end

  defp settled(state, {:refreshed, graph, size, _written}, took) do
    edges? = size.edges_changed or state.graph == nil
    agenda = Agenda.ended(state.agenda, edges?, took, now())
    %{state | graph: graph, size: size, agenda: agenda}
  end

  defp settled(state, {:scored, _written}, took),
    do: %{state | agenda: Agenda.ended(state.agenda, false, took, now())}

  defp settled(state, {:error, _reason}, _took),
    do: %{given_up(state) | agenda: Agenda.failed(state.agenda, now(), :rand.uniform())}

  defp report(state, _job, {:refreshed, _graph, size, written}, took) do
    for {path, reason} <- size.bad_manifests -- state.bad_manifests,
        do: Logger.warning("[CodeGraph] #{path} has a fault: #{reason}")

    state = %{state | bad_manifests: size.bad_manifests}

    measured = Map.take(size, [:files, :edges, :files_compared, :pairs_compared])
    tell(state, :refreshed, Map.merge(measured, Map.put(written, :duration_ms, took)))
  end

  defp report(state, {:write, score}, {:scored, written}, took),
    do: report(state, score, {:scored, written}, took)

  defp report(state, score, {:scored, written}, took),
    do: tell(state, :scored, %{duration_ms: took, written: written}, %{score: score})

  # What keeps failing is told once.
  defp report(%{agenda: %{failures: 1}} = state, _job, {:error, reason}, _took) do
    Logger.warning("[CodeGraph] #{state.config.codebase_id}: #{Error.message(reason)}")
    tell(state, :failed, %{count: 1}, %{reason: reason})
  end

  defp report(state, _job, {:error, reason}, _took),
    do: tell(state, :failed, %{count: 1}, %{reason: reason})

  defp tell(state, event, measurements, metadata \\ %{}) do
    metadata = Map.put(metadata, :codebase_id, state.config.codebase_id)
    Telemetry.execute([:parser_engine, :graph, event], measurements, metadata)
    state
  end

  defp set_clock(state) do
    if state.timer, do: Process.cancel_timer(state.timer)
    due = Agenda.next_due(state.agenda)
    %{state | timer: due && Process.send_after(self(), :go_on, max(due - now(), 0))}
  end

  # A statement that is cut off half-way would cost the host a connection.
  @impl true
  def terminate(_reason, %{task: nil}), do: :ok

  def terminate(_reason, %{task: task}) do
    receive do
      {^task, _result} -> :ok
      {:DOWN, ^task, :process, _pid, _reason} -> :ok
    after
      @drain -> :ok
    end
  end

  defp now, do: System.monotonic_time(:millisecond)
end

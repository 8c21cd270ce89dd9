defmodule ParserEngine.StandaloneRepo.Pool do
  @moduledoc false
  # Connections are opened when somebody waits for one, up to the pool's size. Who holds one is
  # monitored: a holder that dies takes its connection along, and with it what it was running.

  use GenServer

  alias ParserEngine.StandaloneRepo.{Connection, ConnectionError}

  @retry_first 50
  @retry_most 2_000

  defstruct [
    :options,
    :size,
    idle: [],
    opening: %{},
    leases: %{},
    waiting: :queue.new(),
    retry_after: @retry_first,
    retry_timer: nil
  ]

  @spec start_link(keyword()) :: GenServer.on_start()
  def start_link(options), do: GenServer.start_link(__MODULE__, options, name: options[:name])

  @typedoc "What a holder needs to know: the lease, the connection, the time for a statement."
  @type held :: {id :: reference(), Connection.t(), timeout()}

  @spec checkout(GenServer.server(), timeout() | nil) ::
          {:ok, held()} | {:error, ConnectionError.t()}
  def checkout(pool, queue_timeout),
    do: GenServer.call(pool, {:checkout, queue_timeout}, :infinity)

  @spec checkin(GenServer.server(), reference(), :idle | :broken) :: :ok
  def checkin(pool, id, condition), do: GenServer.cast(pool, {:checkin, id, condition})

  @impl true
  def init(options) do
    Process.flag(:trap_exit, true)
    {:ok, %__MODULE__{options: options, size: options[:pool_size]}}
  end

  # Without this a connection lives until its last holder collects garbage, and a server that is
  # asked to stop waits for it.
  @impl true
  def terminate(_reason, state) do
    open = state.idle ++ Map.values(state.opening) ++ Map.values(state.leases)
    Enum.each(open, &Connection.close/1)
  end

  @impl true
  def handle_call({:checkout, timeout}, {pid, _tag} = from, state) do
    id = Process.monitor(pid)
    timeout = timeout || state.options[:queue_timeout]
    waiter = {id, from, timer(timeout, {:queue_timeout, id})}
    {:noreply, advance(update_in(state.waiting, &:queue.in(waiter, &1)))}
  end

  @impl true
  def handle_cast({:checkin, id, condition}, state) do
    Process.demonitor(id, [:flush])
    {connection, state} = pop_in(state.leases[id])
    {:noreply, state |> put_back(connection, condition) |> advance()}
  end

  @impl true
  def handle_info({:queue_timeout, id}, state) do
    {waiter, state} = pop_waiter(state, id)
    if waiter, do: refuse(waiter, %ConnectionError{reason: :queue_timeout})
    {:noreply, state}
  end

  def handle_info({:DOWN, id, :process, _pid, _reason}, state) do
    case pop_in(state.leases[id]) do
      {nil, state} -> {:noreply, state |> pop_waiter(id) |> elem(1)}
      {connection, state} -> {:noreply, state |> put_back(connection, :abandoned) |> advance()}
    end
  end

  def handle_info(:retry, state), do: {:noreply, advance(%{state | retry_timer: nil})}

  def handle_info({reference, outcome}, state) when is_map_key(state.opening, reference) do
    {connection, state} = pop_in(state.opening[reference])
    {:noreply, state |> opened(connection, outcome) |> advance()}
  end

  def handle_info({:EXIT, _linked, reason}, state), do: {:stop, reason, state}

  # A connection that was given up: its answer, or the timer that gave it up.
  def handle_info({reference, _outcome}, state) when is_reference(reference),
    do: {:noreply, state}

  defp opened(state, connection, {:ok, _}),
    do: %{state | idle: [connection | state.idle], retry_after: @retry_first}

  defp opened(state, connection, {:error, failure}) do
    Connection.close(connection)
    state |> retry_later() |> refuse_all(%ConnectionError{reason: refusal(failure)})
  end

  defp refusal({:postgres, _fields} = failure), do: Connection.failure(failure)
  defp refusal(reason), do: reason

  defp retry_later(%{retry_timer: nil} = state) do
    timer = Process.send_after(self(), :retry, state.retry_after)
    %{state | retry_timer: timer, retry_after: min(2 * state.retry_after, @retry_most)}
  end

  defp retry_later(state), do: state

  # Whoever waits may still get a connection that is in use now.
  defp refuse_all(%{leases: leases} = state, _error) when leases != %{}, do: state

  defp refuse_all(state, error) do
    Enum.each(:queue.to_list(state.waiting), &refuse(&1, error))
    %{state | waiting: :queue.new()}
  end

  defp refuse({id, from, timer}, error) do
    Process.demonitor(id, [:flush])
    cancel(timer)
    GenServer.reply(from, {:error, error})
  end

  defp put_back(state, connection, :idle), do: update_in(state.idle, &[connection | &1])

  defp put_back(state, connection, :abandoned) do
    Connection.close(connection)
    state
  end

  # What broke this connection has most likely broken the others as well.
  defp put_back(state, connection, :broken) do
    Enum.each([connection | state.idle], &Connection.close/1)
    %{state | idle: []}
  end

  defp advance(state) do
    cond do
      :queue.is_empty(state.waiting) -> state
      state.idle != [] -> state |> lease() |> advance()
      may_open?(state) -> state |> open() |> advance()
      true -> state
    end
  end

  defp lease(%{idle: [connection | idle]} = state) do
    {{:value, {id, from, timer}}, waiting} = :queue.out(state.waiting)
    cancel(timer)
    GenServer.reply(from, {:ok, {id, connection, state.options[:timeout]}})
    %{state | idle: idle, waiting: waiting, leases: Map.put(state.leases, id, connection)}
  end

  defp may_open?(state) do
    opening = map_size(state.opening)

    state.retry_timer == nil and opening < :queue.len(state.waiting) and
      opening + map_size(state.leases) < state.size
  end

  defp open(state) do
    reference = make_ref()

    case Connection.open(reference, state.options) do
      {:error, reason} ->
        state |> retry_later() |> refuse_all(%ConnectionError{reason: reason})

      connection ->
        silence = {:error, {:connection, "the server does not answer"}}
        timer(state.options[:connect_timeout], {reference, silence})
        put_in(state.opening[reference], connection)
    end
  end

  defp pop_waiter(state, id) do
    {found, others} = state.waiting |> :queue.to_list() |> Enum.split_with(&(elem(&1, 0) == id))
    {List.first(found), %{state | waiting: :queue.from_list(others)}}
  end

  defp timer(:infinity, _message), do: nil
  defp timer(milliseconds, message), do: Process.send_after(self(), message, milliseconds)

  defp cancel(nil), do: :ok
  defp cancel(timer), do: Process.cancel_timer(timer)
end

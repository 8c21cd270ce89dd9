defmodule ParserEngine.CodeFileWatcher.InFlight do
  @moduledoc false
  # The tasks of the watcher, by what they are for. Each ends in one message to it: its result, or
  # a `:DOWN`.

  @enforce_keys [:supervisor]
  defstruct @enforce_keys ++ [tasks: %{}]

  @type purpose :: {:batch, [String.t()]} | :comparison | :lease | :probe
  @type t :: %__MODULE__{supervisor: GenServer.server(), tasks: %{reference() => purpose()}}

  @doc "None yet, and the supervisor that they will have."
  @spec new(GenServer.server()) :: t()
  def new(supervisor), do: %__MODULE__{supervisor: supervisor}

  @doc "Starts a task of the calling process."
  @spec start(t(), purpose(), (() -> term())) :: t()
  def start(in_flight, purpose, work) do
    task = Task.Supervisor.async_nolink(in_flight.supervisor, work)
    put_in(in_flight.tasks[task.ref], purpose)
  end

  @doc "What the task was for that has ended; `nil` where it is not known."
  @spec ended(t(), reference()) :: {purpose() | nil, t()}
  def ended(in_flight, reference) do
    {purpose, tasks} = Map.pop(in_flight.tasks, reference)
    {purpose, %{in_flight | tasks: tasks}}
  end

  @doc "Whether a task is under way for that."
  @spec running?(t(), purpose()) :: boolean()
  def running?(in_flight, purpose), do: purpose in Map.values(in_flight.tasks)

  @doc "How many batches are under way."
  @spec batches(t()) :: non_neg_integer()
  def batches(in_flight), do: Enum.count(in_flight.tasks, &match?({_task, {:batch, _paths}}, &1))

  @doc "Waits for all of them, at most so many milliseconds."
  @spec drain(t(), non_neg_integer()) :: :ok
  def drain(in_flight, milliseconds) do
    deadline = now() + milliseconds
    Enum.each(Map.keys(in_flight.tasks), &await_end(&1, deadline))
  end

  defp await_end(task, deadline) do
    receive do
      {^task, _result} -> :ok
      {:DOWN, ^task, :process, _pid, _reason} -> :ok
    after
      max(deadline - now(), 0) -> :ok
    end
  end

  defp now, do: System.monotonic_time(:millisecond)
end

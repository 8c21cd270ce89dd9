defmodule ParserEngine.CodeFileWatcher.Jobs do
  @moduledoc false
  # Which paths wait, until when, and which are in flight: a pure value, the clock is passed in.
  # A path is in flight at most once; one that changes meanwhile runs again afterwards.

  defstruct waiting: %{}, order: :gb_sets.new(), running: %{}, count: 0

  @type path :: String.t()
  @type item :: %{
          due: integer(),
          first_seen: integer(),
          attempts: non_neg_integer(),
          threshold: non_neg_integer(),
          number: non_neg_integer()
        }
  @type t :: %__MODULE__{
          waiting: %{path() => item()},
          order: :gb_sets.set({integer(), non_neg_integer(), path()}),
          running: %{path() => {item(), :clean | {:dirty, non_neg_integer()}}},
          count: non_neg_integer()
        }
  @type verdict :: :done | {:later, non_neg_integer()} | {:retry, non_neg_integer()}

  @doc "No jobs."
  @spec new() :: t()
  def new, do: %__MODULE__{}

  @doc "A path may have changed. `threshold` is how many ms it must have been left alone."
  @spec add(t(), path(), integer(), non_neg_integer()) :: t()
  def add(%__MODULE__{} = jobs, path, now, threshold) do
    case jobs do
      %{running: %{^path => {item, _mark}}} ->
        put_in(jobs.running[path], {item, {:dirty, threshold}})

      %{waiting: %{^path => item}} ->
        jobs |> drop(path) |> put(path, %{item | due: min(item.due, now), attempts: 0})

      %{} ->
        put(jobs, path, fresh(now, threshold))
    end
  end

  @doc "Takes at most `count` paths that are due, longest due first."
  @spec take(t(), pos_integer(), integer()) :: {[{path(), item()}], t()}
  def take(jobs, count, now), do: take(jobs, count, now, [])

  defp take(jobs, 0, _now, taken), do: {Enum.reverse(taken), jobs}

  defp take(jobs, count, now, taken) do
    case next_due(jobs) do
      due when is_integer(due) and due <= now ->
        {{_due, _number, path}, _rest} = :gb_sets.take_smallest(jobs.order)
        item = Map.fetch!(jobs.waiting, path)
        jobs = drop(jobs, path)
        jobs = put_in(jobs.running[path], {item, :clean})
        take(jobs, count - 1, now, [{path, item} | taken])

      _none_or_later ->
        {Enum.reverse(taken), jobs}
    end
  end

  @doc """
  A path is no longer in flight. `{:later, ms}` runs it again without counting an attempt,
  `{:retry, ms}` counts one.
  """
  @spec finish(t(), path(), verdict(), integer()) :: t()
  def finish(%__MODULE__{} = jobs, path, verdict, now) do
    {{item, mark}, running} = Map.pop!(jobs.running, path)
    again(%{jobs | running: running}, path, item, mark, verdict, now)
  end

  defp again(jobs, path, _item, {:dirty, threshold}, _verdict, now),
    do: put(jobs, path, fresh(now, threshold))

  defp again(jobs, _path, _item, :clean, :done, _now), do: jobs

  defp again(jobs, path, item, :clean, {:later, delay}, now),
    do: put(jobs, path, %{item | due: now + delay})

  defp again(jobs, path, item, :clean, {:retry, delay}, now),
    do: put(jobs, path, %{item | due: now + delay, attempts: item.attempts + 1})

  @doc "When the next waiting path is due."
  @spec next_due(t()) :: integer() | nil
  def next_due(%__MODULE__{order: order}) do
    unless :gb_sets.is_empty(order) do
      {due, _number, _path} = :gb_sets.smallest(order)
      due
    end
  end

  @doc "Whether a path waits or is in flight."
  @spec member?(t(), path()) :: boolean()
  def member?(jobs, path),
    do: is_map_key(jobs.waiting, path) or is_map_key(jobs.running, path)

  @doc "How many paths wait."
  @spec waiting(t()) :: non_neg_integer()
  def waiting(jobs), do: map_size(jobs.waiting)

  @doc "How many paths are in flight."
  @spec running(t()) :: non_neg_integer()
  def running(jobs), do: map_size(jobs.running)

  defp fresh(now, threshold),
    do: %{due: now, first_seen: now, attempts: 0, threshold: threshold, number: 0}

  # The running number keeps paths that are due at the same time in the order of their arrival.
  defp put(jobs, path, item) do
    item = %{item | number: jobs.count}

    %{
      jobs
      | waiting: Map.put(jobs.waiting, path, item),
        order: :gb_sets.add({item.due, item.number, path}, jobs.order),
        count: jobs.count + 1
    }
  end

  defp drop(jobs, path) do
    {item, waiting} = Map.pop!(jobs.waiting, path)
    %{jobs | waiting: waiting, order: :gb_sets.delete({item.due, item.number, path}, jobs.order)}
  end
end

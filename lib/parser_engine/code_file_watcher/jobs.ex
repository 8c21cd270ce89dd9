defmodule ParserEngine.CodeFileWatcher.Jobs do
  @moduledoc false
  # Which paths wait, until when, and which are in flight: a pure value, the clock is passed in.
  # A path is in flight at most once; one that changes meanwhile runs again afterwards.

  defstruct waiting: %{}, order: :gb_sets.new(), running: %{}, count: 0

  @type path :: String.t()
  @type threshold :: non_neg_integer()
  @type item :: %{
          due: integer(),
          first_seen: integer(),
          attempts: non_neg_integer(),
          threshold: threshold(),
          number: non_neg_integer()
        }
  @type t :: %__MODULE__{
          waiting: %{path() => item()},
          order: :gb_sets.set({integer(), non_neg_integer(), path()}),
          running: %{path() => {item(), changed_meanwhile :: nil | threshold()}},
          count: non_neg_integer()
        }
  @type verdict :: :done | {:later, non_neg_integer()} | {:retry, non_neg_integer()}

  @doc "No jobs."
  @spec new() :: t()
  def new, do: %__MODULE__{}

  @doc """
  A path may have changed. `threshold` is how many ms it must have been left alone; of several the
  smallest counts.

  A directory may be gone with all that was in it: what is in flight below the path runs again,
  lest it write what it has read before.
  """
  @spec add(t(), path(), integer(), threshold()) :: t()
  def add(%__MODULE__{} = jobs, path, now, threshold) do
    jobs = %{jobs | running: Map.new(jobs.running, &changed(&1, path, path <> "/", threshold))}

    case jobs do
      %{running: %{^path => _running}} ->
        jobs

      %{waiting: %{^path => item}} ->
        jobs |> drop(path) |> put(path, sooner(item, now, threshold))

      %{} ->
        put(jobs, path, fresh(now, threshold))
    end
  end

  # nil is larger than any number.
  defp changed({running, {item, earlier}} = entry, path, below, threshold) do
    if running == path or String.starts_with?(running, below),
      do: {running, {item, min(threshold, earlier)}},
      else: entry
  end

  defp sooner(item, now, threshold) do
    %{
      item
      | due: min(item.due, now),
        threshold: min(item.threshold, threshold),
        attempts: 0
    }
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
        jobs = put_in(jobs.running[path], {item, nil})
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
    {{item, changed}, running} = Map.pop!(jobs.running, path)
    jobs = %{jobs | running: running}

    case next(item, changed, verdict, now) do
      nil -> jobs
      item -> put(jobs, path, item)
    end
  end

  defp next(_item, nil, :done, _now), do: nil
  defp next(item, nil, {:later, delay}, now), do: %{item | due: now + delay}

  defp next(item, nil, {:retry, delay}, now),
    do: %{item | due: now + delay, attempts: item.attempts + 1}

  # A file that was not read yet has been waiting all the while.
  defp next(item, threshold, {:later, _delay}, now),
    do: %{fresh(now, threshold) | first_seen: item.first_seen}

  defp next(_item, threshold, _verdict, now), do: fresh(now, threshold)

  @doc "What is in flight for a path."
  @spec running!(t(), path()) :: item()
  def running!(jobs, path) do
    {item, _changed} = Map.fetch!(jobs.running, path)
    item
  end

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

defmodule ParserEngine.CodeFileWatcher.Jobs do
  @moduledoc false
  # Which paths wait, until when, and which are in flight: a pure value, the clock is passed in.
  # A path is in flight at most once; one that changes meanwhile runs again afterwards. What a look
  # could not settle (a file that is gone) gets its second look after everything else: the new name
  # of a renamed file is written before the old one is deleted.

  # Milliseconds that a second look is held back at most for the sake of other paths.
  @patience 10_000

  # What somebody waits for is treated as if it had been due for an hour.
  @head_start 3_600_000

  defstruct waiting: %{}, order: :gb_sets.new(), last: :gb_sets.new(), running: %{}, count: 0

  @type path :: String.t()
  @type threshold :: non_neg_integer()
  @type item :: %{
          due: integer(),
          first_seen: integer(),
          attempts: non_neg_integer(),
          threshold: threshold(),
          look: :first | :last,
          busy?: boolean(),
          awaited?: boolean(),
          number: non_neg_integer()
        }
  @type order :: :gb_sets.set({integer(), non_neg_integer(), path()})
  @type t :: %__MODULE__{
          waiting: %{path() => item()},
          order: order(),
          last: order(),
          running: %{path() => {item(), afterwards :: item() | nil}},
          count: non_neg_integer()
        }
  @type verdict ::
          :done
          | {:busy | :later | :retry | :second_look, delay :: non_neg_integer()}

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
    jobs = %{
      jobs
      | running: Map.new(jobs.running, &changed(&1, path, path <> "/", threshold, now))
    }

    case jobs do
      %{running: %{^path => _running}} ->
        jobs

      %{waiting: %{^path => item}} ->
        jobs |> drop(path) |> put(path, sooner(item, now, threshold))

      %{} ->
        put(jobs, path, fresh(now, threshold))
    end
  end

  defp changed({running, job} = entry, path, below, threshold, now) do
    if running == path or String.starts_with?(running, below),
      do: {running, repeated(job, threshold, now)},
      else: entry
  end

  # Runs again when it has ended.
  defp repeated({item, afterwards}, threshold, now),
    do: {item, sooner(afterwards || fresh(now, threshold), now, threshold)}

  defp sooner(item, now, threshold) do
    %{
      item
      | due: min(item.due, now),
        threshold: min(item.threshold, threshold),
        look: :first,
        attempts: 0
    }
  end

  @doc """
  Somebody waits for a path: it runs before all others, whether it has changed or not, and if it is
  gone its second look does not wait for them.
  """
  @spec await(t(), path(), integer()) :: t()
  def await(%__MODULE__{} = jobs, path, now) do
    case jobs.waiting do
      %{^path => %{look: :last} = item} ->
        jobs |> drop(path) |> put(path, %{item | awaited?: true})

      %{} ->
        jobs |> add(path, now, 0) |> update(path, &%{&1 | awaited?: true, due: now - @head_start})
    end
  end

  defp update(%{running: running} = jobs, path, change) when is_map_key(running, path) do
    {item, afterwards} = running[path]
    put_in(jobs.running[path], {item, change.(afterwards)})
  end

  defp update(jobs, path, change),
    do: jobs |> drop(path) |> put(path, change.(Map.fetch!(jobs.waiting, path)))

  @doc "Takes at most `count` paths that may start, longest due first."
  @spec take(t(), pos_integer(), integer()) :: {[{path(), item()}], t()}
  def take(jobs, count, now), do: take(jobs, count, now, idle?(jobs), [])

  defp take(jobs, 0, _now, _idle?, taken), do: {Enum.reverse(taken), jobs}

  defp take(jobs, count, now, idle?, taken) do
    case next(jobs, idle?) do
      {start, path} when start <= now ->
        item = Map.fetch!(jobs.waiting, path)
        jobs = drop(jobs, path)
        jobs = put_in(jobs.running[path], {item, nil})
        take(jobs, count - 1, now, idle?, [{path, item} | taken])

      _none_or_later ->
        {Enum.reverse(taken), jobs}
    end
  end

  @doc """
  A path is no longer in flight. All verdicts but `:done` run it again after their delay: a `:retry`
  counts an attempt, a `:second_look` comes after all else.
  """
  @spec finish(t(), path(), verdict(), integer()) :: t()
  def finish(%__MODULE__{} = jobs, path, verdict, now) do
    {{item, afterwards}, running} = Map.pop!(jobs.running, path)
    jobs = %{jobs | running: running}

    case again(item, afterwards, verdict, now) do
      nil -> jobs
      item -> put(jobs, path, item)
    end
  end

  defp again(_item, nil, :done, _now), do: nil
  defp again(item, nil, {:later, delay}, now), do: %{item | due: now + delay}
  defp again(item, nil, {:busy, delay}, now), do: %{item | due: now + delay, busy?: true}
  defp again(item, nil, {:second_look, delay}, now), do: %{item | due: now + delay, look: :last}

  defp again(item, nil, {:retry, delay}, now),
    do: %{item | due: now + delay, attempts: item.attempts + 1}

  # Who waits for a path is answered by the last of its runs.
  defp again(item, afterwards, verdict, now) do
    awaited? = item.awaited? or afterwards.awaited?
    unread(item, %{afterwards | awaited?: awaited?}, verdict, now)
  end

  # A file that was not read yet has been waiting all the while.
  defp unread(item, afterwards, {unread, _delay}, _now) when unread in [:busy, :later] do
    busy? = item.busy? or unread == :busy
    %{afterwards | first_seen: item.first_seen, busy?: busy?}
  end

  defp unread(_item, afterwards, _verdict, now), do: %{afterwards | first_seen: now}

  @doc "All that is in flight runs again."
  @spec repeat(t(), integer()) :: t()
  def repeat(jobs, now),
    do: %{
      jobs
      | running: Map.new(jobs.running, fn {path, job} -> {path, repeated(job, 0, now)} end)
    }

  @doc "What is in flight for a path."
  @spec running!(t(), path()) :: item()
  def running!(jobs, path) do
    {item, _afterwards} = Map.fetch!(jobs.running, path)
    item
  end

  @doc "When the next waiting path may start."
  @spec next_due(t()) :: integer() | nil
  def next_due(%__MODULE__{} = jobs) do
    case next(jobs, idle?(jobs)) do
      {start, _path} -> start
      nil -> nil
    end
  end

  defp next(jobs, idle?) do
    last_from = if idle?, do: 0, else: @patience
    first(first(jobs.order, 0), first(jobs.last, last_from))
  end

  defp first(nil, other), do: other
  defp first(one, nil), do: one
  defp first({_, _} = one, {_, _} = other), do: min(one, other)

  defp first(order, delay) do
    unless :gb_sets.is_empty(order) do
      {due, _number, path} = :gb_sets.smallest(order)
      {due + delay, path}
    end
  end

  @doc "Whether nothing waits but second looks, and nothing is in flight."
  @spec idle?(t()) :: boolean()
  def idle?(jobs), do: jobs.running == %{} and :gb_sets.is_empty(jobs.order)

  @doc "Forgets what waits, but for what somebody waits for."
  @spec clear(t()) :: t()
  def clear(jobs) do
    for {path, %{awaited?: false}} <- jobs.waiting, reduce: jobs, do: (jobs -> drop(jobs, path))
  end

  @doc "Whether a path waits or is in flight."
  @spec member?(t(), path()) :: boolean()
  def member?(jobs, path),
    do: is_map_key(jobs.waiting, path) or is_map_key(jobs.running, path)

  @doc "How many paths wait."
  @spec waiting(t()) :: non_neg_integer()
  def waiting(jobs), do: map_size(jobs.waiting)

  @doc "How many paths wait for other than their second look."
  @spec queued(t()) :: non_neg_integer()
  def queued(jobs), do: :gb_sets.size(jobs.order)

  @doc "How many paths are in flight."
  @spec running(t()) :: non_neg_integer()
  def running(jobs), do: map_size(jobs.running)

  defp fresh(now, threshold) do
    %{
      due: now,
      first_seen: now,
      attempts: 0,
      threshold: threshold,
      look: :first,
      busy?: false,
      awaited?: false,
      number: 0
    }
  end

  # The running number keeps paths that are due at the same time in the order of their arrival.
  defp put(jobs, path, item) do
    item = %{item | number: jobs.count}
    jobs = %{jobs | waiting: Map.put(jobs.waiting, path, item), count: jobs.count + 1}
    in_order(jobs, item, &:gb_sets.add({item.due, item.number, path}, &1))
  end

  defp drop(jobs, path) do
    {item, waiting} = Map.pop!(jobs.waiting, path)

    in_order(
      %{jobs | waiting: waiting},
      item,
      &:gb_sets.delete({item.due, item.number, path}, &1)
    )
  end

  defp in_order(jobs, %{look: :last, awaited?: false}, change),
    do: %{jobs | last: change.(jobs.last)}

  defp in_order(jobs, _item, change), do: %{jobs | order: change.(jobs.order)}
end

for name <- ~w(machine statistics), do: Code.require_file("#{name}.exs", __DIR__)

defmodule Bench.Sample do
  # What a VM holds at a moment, and whether a series of such samples is flat.

  alias Bench.{Machine, Statistics}

  @columns [
    rss: "RSS MB",
    carriers: "BEAM carriers MB",
    total: "used MB",
    processes: "processes MB",
    binary: "binaries MB",
    ets: "ETS MB",
    code: "code MB",
    atoms: "atoms",
    pids: "processes",
    threads: "threads",
    descriptors: "fds",
    watches: "watches",
    queue: "queue"
  ]
  # Taken from the first tenth on: pools and caches are warm by then.
  @warm_up 0.1
  @window 0.3

  def header, do: Keyword.values(@columns)
  def cells(sample), do: for({name, _title} <- @columns, do: sample[name])

  @doc """
  A sample of this VM; `watcher` is whose message queue is looked at. What resides in memory beyond
  the carriers of the BEAM's allocators is native.
  """
  def take(watcher) do
    # What the measuring process has left behind is not the library's.
    :erlang.garbage_collect()
    memory = :erlang.memory()

    kinds =
      for kind <- [:total, :processes, :binary, :ets, :code], do: {kind, memory[kind] / 1.0e6}

    Map.new(
      kinds ++
        [
          rss: Machine.resident_memory(),
          carriers: carriers(),
          atoms: :erlang.system_info(:atom_count),
          pids: :erlang.system_info(:process_count),
          threads: Machine.threads(),
          descriptors: Machine.descriptors(),
          watches: Machine.inotify_watches(),
          queue: queue(watcher)
        ]
    )
  end

  defp carriers do
    sizes =
      for allocator <- :erlang.system_info(:alloc_util_allocators),
          {:instance, _number, blocks} <- instances(allocator),
          {_kind, values} <- blocks,
          value <- values,
          elem(value, 0) == :carriers_size,
          do: elem(value, 1)

    Enum.sum(sizes) / 1.0e6
  end

  defp instances(allocator) do
    case :erlang.system_info({:allocator_sizes, allocator}) do
      instances when is_list(instances) -> instances
      _switched_off -> []
    end
  end

  defp queue(watcher) do
    case Process.info(Process.whereis(watcher), :message_queue_len) do
      {:message_queue_len, length} -> length
      nil -> nil
    end
  end

  @doc """
  A column's median soon after the warm-up, and at the end. Of many samples each, since the memory
  of a VM breathes.
  """
  def growth(samples, column) do
    count = length(samples)
    window = max(round(count * @window), 1)
    values = Enum.map(samples, & &1[column])
    warm = values |> Enum.drop(round(count * @warm_up)) |> Enum.take(window)
    late = Enum.take(values, -window)
    {Statistics.median(warm), Statistics.median(late)}
  end

  @doc "Samples as lines of CSV, numbered by `unit`."
  def csv(samples, unit) do
    lines = for sample <- samples, do: [sample.at | cells(sample)]
    [[unit | Keyword.keys(@columns)] | lines] |> Enum.map(&[Enum.join(&1, ","), "\n"])
  end
end

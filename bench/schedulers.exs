# Usage: bench/schedulers [--files N]

defmodule Bench.Schedulers do
  # An ingestion, while somebody else watches the schedulers of the same VM: the emulator itself
  # for what stays on one too long, and probes that ask for a dirty one again and again.

  alias Bench.{Codebase, Database, Machine, Statistics, Table}

  @long_schedule 5

  def main(arguments) do
    {options, []} = OptionParser.parse!(arguments, strict: [files: :integer])
    Logger.configure(level: :error)
    server = Database.start()
    root = Codebase.generate(Keyword.get(options, :files, 5_000))

    IO.puts(
      "# Schedulers during an ingestion\n#{Machine.describe()}\n#{Database.describe(server)}"
    )

    try do
      idle = watch(fn -> Process.sleep(5_000) end)
      busy = watch(fn -> ingest(root) end)
      report(idle, busy)
    after
      File.rm_rf!(root)
    end
  end

  defp ingest(root) do
    {:ok, %{failed: []}} =
      ParserEngine.parse_and_store_tree(root, repo: ParserEngine.Repo, codebase_id: "bench")
  end

  defp watch(work) do
    collector = spawn_link(fn -> collect([]) end)
    :erlang.system_monitor(collector, long_schedule: @long_schedule)
    probes = for probe <- [&dirty_cpu/0, &dirty_io/0], do: Task.async(fn -> probe(probe, []) end)
    {microseconds, _} = :timer.tc(work)
    :erlang.system_monitor(:undefined)
    for %{pid: pid} <- probes, do: send(pid, :stop)
    [cpu, io] = Task.await_many(probes)
    send(collector, {:give, self()})
    reports = receive do: ({:reports, reports} -> reports)
    %{seconds: microseconds / 1.0e6, cpu: cpu, io: io, reports: reports}
  end

  defp collect(reports) do
    receive do
      {:monitor, _who, :long_schedule, info} -> collect([info | reports])
      {:give, to} -> send(to, {:reports, reports})
    end
  end

  # Both run on dirty schedulers, whoever calls them.
  defp dirty_cpu, do: :crypto.pbkdf2_hmac(:sha256, "password", "salt", 1, 32)
  defp dirty_io, do: :prim_file.read_file_info("/")

  defp probe(call, times) do
    {microseconds, _} = :timer.tc(call)

    receive do
      :stop -> [microseconds | times]
    after
      2 -> probe(call, [microseconds | times])
    end
  end

  defp report(idle, busy) do
    Table.print(
      "Calls of dirty NIFs of others, ms",
      [
        "scheduler",
        "idle median",
        "idle p99",
        "busy median",
        "busy p99",
        "busy longest",
        "calls"
      ],
      for(kind <- [:cpu, :io], do: [kind | latencies(idle[kind]) ++ latencies(busy[kind], :more)])
    )

    Table.print(
      "Longer than #{@long_schedule} ms on a normal scheduler",
      ["whose", "idle", "busy", "longest ms"],
      for(whose <- [:ours, :others], do: long(whose, idle.reports, busy.reports))
    )

    IO.puts("\nThe ingestion took #{Float.round(busy.seconds, 1)} s. Ours, by function:")
    for {function, count} <- functions(busy.reports), do: IO.puts("#{count} #{inspect(function)}")
  end

  defp latencies(times),
    do: for(percent <- [50, 99], do: Statistics.percentile(times, percent) / 1.0e3)

  defp latencies(times, :more), do: latencies(times) ++ [Enum.max(times) / 1.0e3, length(times)]

  defp long(whose, idle, busy) do
    [idle, busy] =
      for reports <- [idle, busy], do: Enum.filter(reports, &(ours?(&1) == (whose == :ours)))

    longest = busy |> Enum.map(& &1[:timeout]) |> Enum.max(fn -> 0 end)
    [whose, length(idle), length(busy), longest]
  end

  # A slice of time belongs to the functions in which it began and ended.
  defp ours?(info), do: Enum.any?([info[:in], info[:out]], &our_function?/1)
  defp our_function?({module, _, _}), do: String.starts_with?(inspect(module), "ParserEngine")
  defp our_function?(_none), do: false

  defp functions(reports) do
    for(info <- reports, ours?(info), do: {info[:in], info[:out]})
    |> Enum.frequencies()
    |> Enum.sort_by(&(-elem(&1, 1)))
  end
end

Bench.Schedulers.main(System.argv())

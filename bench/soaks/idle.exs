# Usage: bench/soak idle [--seconds N] [CORPUS]

defmodule Bench.Soaks.Idle do
  # A tree that is read all the time and never written: nothing is parsed, nothing is asked of
  # PostgreSQL, nothing is spent.

  alias Bench.{Codebase, CountingRepo, Database, Instance, Machine, Soak, Table}
  alias ParserEngine.Telemetry

  @cpu_percent 1.0
  @reader "while :; do find . -type f -exec cat {} + > /dev/null; done"

  def main(arguments) do
    {options, corpus} = OptionParser.parse!(arguments, strict: [seconds: :integer])
    Logger.configure(level: :error)
    Database.start()
    root = Codebase.copy(Soak.corpus(corpus))

    try do
      soak(root, Keyword.get(options, :seconds, 60))
    after
      File.rm_rf!(root)
    end
  end

  defp soak(root, seconds) do
    IO.puts("# #{seconds} s under a reader\n#{Machine.describe()}")
    Instance.start(root, repo: CountingRepo)
    jobs = :counters.new(1, [])
    count = fn _event, _time, %{count: count} -> :counters.add(jobs, 1, count) end
    Telemetry.attach(__MODULE__, [[:parser_engine, :sync, :start]], count)
    reader = read_on(root)
    Soak.settle()
    CountingRepo.count()
    :counters.put(jobs, 1, 0)
    before = Machine.cpu(System.pid())
    Process.sleep(seconds * 1_000)
    cpu = 100 * (Machine.cpu(System.pid()) - before) / seconds
    Port.close(reader)
    report(:counters.get(jobs, 1), CountingRepo.counts(), cpu)
  end

  # Ends when its standard input does.
  defp read_on(root) do
    script = "(#{@reader}) & reader=$!; cat > /dev/null; kill $reader"
    Port.open({:spawn_executable, "/bin/sh"}, [:binary, cd: root, args: ["-c", script]])
  end

  defp report(jobs, statements, cpu) do
    Table.print("Work of an idle instance", ["", "done", "at most"], [
      ["files looked at", jobs, 0],
      ["statements", statements.other, 0],
      ["statements about the lease", statements.lease, nil],
      ["CPU, % of one core", cpu, @cpu_percent]
    ])

    if jobs > 0 or statements.other > 0 or cpu > @cpu_percent, do: Soak.fail()
  end
end

Bench.Soaks.Idle.main(System.argv())

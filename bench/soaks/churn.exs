# Usage: bench/soak churn [--minutes N] [CORPUS]

defmodule Bench.Soaks.Churn do
  # A node_modules that nobody asked for comes and goes beside the sources.

  alias Bench.{Codebase, CountingRepo, Database, Instance, Machine, Sample, Soak, Table}
  alias ParserEngine.CodeFileWatcher

  @packages 60
  @files 40
  @rows 10

  def main(arguments) do
    {options, corpus} = OptionParser.parse!(arguments, strict: [minutes: :integer])
    Logger.configure(level: :error)
    Database.start()
    {root, _paths} = Codebase.sample(Soak.corpus(corpus), 200)

    try do
      soak(root, Keyword.get(options, :minutes, 60))
    after
      File.rm_rf!(root)
    end
  end

  defp soak(root, minutes) do
    IO.puts("# #{minutes} min of installing and removing #{@packages * @files} files")
    IO.puts(Machine.describe())
    # Every statement is one too many then.
    Instance.start(root, repo: CountingRepo, reconcile_interval: :infinity)
    Soak.settle()
    CountingRepo.count()
    samples = churn(Path.join(root, "node_modules"), deadline(minutes), 1)
    report(samples)
    Soak.verdict(samples)
    if CountingRepo.counts().other > 0, do: Soak.fail()
  end

  defp deadline(minutes), do: System.monotonic_time(:second) + 60 * minutes

  defp churn(folder, deadline, round) do
    install(folder)
    File.rm_rf!(folder)
    sample = Map.put(Sample.take(CodeFileWatcher), :at, round)

    if System.monotonic_time(:second) < deadline,
      do: [sample | churn(folder, deadline, round + 1)],
      else: [sample]
  end

  defp install(folder) do
    for package <- 1..@packages do
      library = Path.join([folder, "package-#{package}", "lib"])
      File.mkdir_p!(library)
      for file <- 1..@files, do: File.write!(Path.join(library, "#{file}.js"), "export {}\n")
    end
  end

  defp report(samples) do
    IO.puts("#{length(samples)} rounds, statements meanwhile: #{CountingRepo.counts().other}")
    shown = Enum.take_every(samples, max(div(length(samples), @rows), 1))
    rows = for sample <- shown, do: [sample.at | Sample.cells(sample)]
    Table.print("After so many rounds", ["rounds" | Sample.header()], rows)
  end
end

Bench.Soaks.Churn.main(System.argv())

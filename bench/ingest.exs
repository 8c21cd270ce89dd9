# Usage: bench/ingest CORPUS [--rounds N]

defmodule Bench.Ingest do
  alias Bench.{Codebase, Database, Ingestion, Machine, Statistics, Table}

  @runs [:first, :unchanged, :edited]
  @edited_share 20

  def main(arguments) do
    {options, [corpus]} = OptionParser.parse!(arguments, strict: [rounds: :integer])
    Logger.configure(level: :error)
    server = Database.start()
    IO.puts("# Ingestion of #{corpus}\n#{Machine.describe()}\n#{Database.describe(server)}")

    1..Keyword.get(options, :rounds, 3)
    |> Enum.map(fn _round -> round(corpus, server) end)
    |> report()
  end

  defp round(corpus, server) do
    Database.empty()
    root = Codebase.copy(corpus)
    # A row that is written in the moment of its file's last change is read once more.
    Process.sleep(3_000)

    try do
      first = Ingestion.run(root, server)
      sizes = sizes()
      unchanged = Ingestion.run(root, server)
      Codebase.edit(root, paths(), @edited_share)
      %{first: first, unchanged: unchanged, edited: Ingestion.run(root, server), sizes: sizes}
    after
      File.rm_rf!(root)
    end
  end

  defp sizes do
    %{
      source: Database.source_bytes(),
      code_files: Database.table_bytes(:code_files),
      codebase_metadata: Database.table_bytes(:codebase_metadata)
    }
  end

  defp paths do
    sql = "SELECT array_agg(path ORDER BY path) FROM codebase_metadata"
    sql |> Database.query() |> hd()
  end

  defp report(rounds) do
    source = hd(rounds).sizes.source / 1.0e6

    IO.puts(
      "#{hd(rounds).first.files} files, #{Float.round(source, 2)} MB of source, " <>
        "#{length(rounds)} rounds: medians (smallest–largest)"
    )

    Table.print(
      "Time",
      [
        "run",
        "written",
        "failed",
        "seconds",
        "files/s",
        "MB/s",
        "of the first",
        "VM CPU s",
        "PostgreSQL CPU s"
      ],
      Enum.map(@runs, &time(&1, rounds, source))
    )

    Table.print(
      "Peak resident memory of the VM, MB",
      ["run", "idle", "peak", "above idle"],
      Enum.map(@runs, &memory(&1, rounds))
    )

    Table.print(
      "Tables, bytes for each byte of source",
      ["table", "MB", "per byte"],
      Enum.map([:code_files, :codebase_metadata], &size(&1, rounds))
    )
  end

  defp time(run, rounds, megabytes) do
    runs = Enum.map(rounds, & &1[run])
    seconds = Enum.map(runs, & &1.seconds)
    shares = Enum.map(rounds, &(100 * &1[run].seconds / &1.first.seconds))

    [
      run,
      hd(runs).changed,
      runs |> Enum.map(& &1.failed) |> Enum.max(),
      Table.spread(seconds),
      round(hd(runs).files / Statistics.median(seconds)),
      megabytes / Statistics.median(seconds),
      Table.spread(shares) <> " %",
      median(runs, :vm_cpu),
      median(runs, :server_cpu)
    ]
  end

  defp memory(run, rounds) do
    runs = Enum.map(rounds, & &1[run])
    [run, median(runs, :idle_memory), Table.spread(Enum.map(runs, & &1.peak_memory)), above(runs)]
  end

  defp above(runs), do: runs |> Enum.map(&(&1.peak_memory - &1.idle_memory)) |> Table.spread()

  defp median(runs, field), do: runs |> Enum.map(& &1[field]) |> Statistics.median()

  defp size(table, rounds) do
    sizes = Enum.map(rounds, & &1.sizes)

    [
      table,
      Statistics.median(Enum.map(sizes, &(&1[table] / 1.0e6))),
      Table.spread(Enum.map(sizes, &(&1[table] / &1.source)))
    ]
  end
end

Bench.Ingest.main(System.argv())

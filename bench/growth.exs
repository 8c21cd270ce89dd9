# Usage: bench/growth CORPUS…

defmodule Bench.Growth do
  # The same measurements on codebases of several sizes.

  alias Bench.{Codebase, Database, Ingestion, Machine, Table, Watching}

  def main(corpora) do
    Logger.configure(level: :error)
    server = Database.start()
    IO.puts("# Growth\n#{Machine.describe()}\n#{Database.describe(server)}")
    corpora |> Enum.map(&measure(&1, server)) |> report()
  end

  defp measure(corpus, server) do
    Database.empty()
    root = Codebase.copy(corpus)

    try do
      first = Ingestion.run(root, server)
      sizes = {Database.source_bytes(), Database.bytes()}
      unchanged = Ingestion.run(root, server)
      %{first: first, unchanged: unchanged, sizes: sizes, watching: Watching.run(root, server)}
    after
      File.rm_rf!(root)
    end
  end

  defp report(runs) do
    Table.print(
      "First ingestion",
      ["files", "MB", "failed", "seconds", "files/s", "MB/s", "VM CPU s", "PostgreSQL CPU s"] ++
        ["peak MB above idle", "tables, bytes a byte"],
      Enum.map(runs, &first/1)
    )

    Table.print(
      "Nothing changed",
      ["files", "seconds", "of the first", "peak MB above idle"],
      Enum.map(runs, &unchanged/1)
    )

    Table.print(
      "An instance that watches",
      [
        "files",
        "directories",
        "seconds to start",
        "MB before",
        "MB",
        "bytes a file",
        "% of a core"
      ],
      Enum.map(runs, &watching/1)
    )

    Table.print(
      "Every twentieth file changed while it watches",
      ["files", "seconds", "VM CPU s", "of the first's", "peak MB"],
      Enum.map(runs, &edited/1)
    )
  end

  defp first(%{first: first, sizes: {source, tables}}) do
    [first.files, source / 1.0e6, first.failed, first.seconds, round(first.files / first.seconds)] ++
      [source / 1.0e6 / first.seconds, first.vm_cpu, first.server_cpu, above_idle(first)] ++
      [tables / source]
  end

  defp unchanged(%{first: first, unchanged: run}) do
    share = Float.round(100 * run.seconds / first.seconds, 1)
    [run.files, run.seconds, "#{share} %", above_idle(run)]
  end

  defp above_idle(run), do: run.peak_memory - run.idle_memory

  defp watching(%{first: first, watching: run}) do
    bytes = round((run.resident - run.before) * 1.0e6 / first.files)

    [first.files, run.watches, run.seconds, run.before, run.resident, bytes, run.cpu_percent]
  end

  defp edited(%{first: first, watching: run}) do
    share = Float.round(100 * run.edited_cpu / first.vm_cpu, 1)
    [first.files, run.edited_seconds, run.edited_cpu, "#{share} %", run.peak]
  end
end

Bench.Growth.main(System.argv())

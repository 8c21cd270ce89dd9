# Usage: bench/latency [CORPUS] [--saves N] [--rounds N]

defmodule Bench.Latency do
  alias Bench.{Codebase, Database, Instance, Machine, SavedFile, Statistics, Table}
  alias ParserEngine.{Repo, Telemetry}

  @codebase "bench"
  @debounce 500
  # Between two saves, so that one does not wait for the end of the other.
  @pause 50
  @patience 10_000

  def main(arguments) do
    {options, corpus} =
      OptionParser.parse!(arguments, strict: [saves: :integer, rounds: :integer])

    Logger.configure(level: :error)
    server = Database.start()
    root = tree(corpus)

    try do
      measure(root, server, Keyword.get(options, :saves, 200), Keyword.get(options, :rounds, 20))
    after
      File.rm_rf!(root)
    end
  end

  defp tree([corpus]), do: Codebase.copy(corpus)
  defp tree([]), do: Codebase.generate()

  defp measure(root, server, saves, rounds) do
    {:ok, summary} = ParserEngine.parse_and_store_tree(root, repo: Repo, codebase_id: @codebase)

    # Autovacuum does so a minute after an ingestion; until then looking is slower than it will be.
    Repo.query!("ANALYZE", [])
    [one | _] = ten = SavedFile.nearest(root, :lines, 500, 10)
    IO.puts("# From a saved file to both rows committed\n#{Machine.describe()}")
    IO.puts("#{Database.describe(server)}\n#{summary.files} files watched, saved: #{one.path}")
    Telemetry.attach(__MODULE__, [[:parser_engine, :sync, :stop]], observer(self()))

    debounced =
      with_instance(root, @debounce, fn ->
        [
          row("beyond debounce, in place", saves, &in_place/2, [one], beyond_debounce()),
          row("beyond debounce, ten files at once", rounds, &in_place/2, ten, beyond_debounce())
        ]
      end)

    on_close =
      with_instance(root, :on_close, fn ->
        [
          row("on close, in place", saves, &in_place/2, [one], whole_way()),
          row("on close, by rename", saves, &by_rename/2, [one], whole_way()),
          row("on close, ten files at once", rounds, &in_place/2, ten, whole_way())
        ]
      end)

    Table.print(
      "Milliseconds",
      ["save", "saves", "median", "p90", "p99", "min", "max", "sync median"],
      debounced ++ on_close
    )
  end

  # Debounced: from the close of the last file, less the debounce. On close: from the start of the
  # first save.
  defp beyond_debounce, do: fn _started, closed, known -> known - closed - @debounce * 1000 end
  defp whole_way, do: fn started, _closed, known -> known - started end

  defp observer(benchmark) do
    fn _event, %{duration: duration}, _metadata -> send(benchmark, {:synced, duration}) end
  end

  defp with_instance(root, debounce, measurements) do
    instance = Instance.start(root, debounce: debounce)
    rows = measurements.()
    Supervisor.stop(instance)
    rows
  end

  defp row(name, count, save, files, interval) do
    {waits, syncs} = 1..count |> Enum.map(fn _ -> once(save, files, interval) end) |> Enum.unzip()

    [name, count] ++
      Enum.map([50, 90, 99, 0, 100], &Statistics.percentile(waits, &1)) ++
      [Statistics.median(syncs)]
  end

  defp once(save, files, interval) do
    Process.sleep(@pause)
    forget_syncs()
    mark = "revision #{System.unique_integer([:positive])}\n"
    started = now()
    Enum.each(files, &save.(&1, "#{&1.content}\n#{&1.comment} #{mark}"))
    closed = now()
    sync = await_rows(Enum.map(files, & &1.path), mark)
    {interval.(started, closed, now()) / 1000, sync}
  end

  defp in_place(file, content), do: File.write!(file.absolute, content)

  defp by_rename(file, content) do
    File.write!(file.absolute <> ".new", content)
    File.rename!(file.absolute <> ".new", file.absolute)
  end

  defp forget_syncs do
    receive do
      {:synced, _duration} -> forget_syncs()
    after
      0 -> :ok
    end
  end

  # The end of a sync is only the hint to look: what counts is that the rows are there to be read.
  defp await_rows(paths, mark) do
    receive do
      {:synced, duration} ->
        if committed(paths, mark) == length(paths),
          do: System.convert_time_unit(duration, :native, :microsecond) / 1000,
          else: await_rows(paths, mark)
    after
      @patience -> raise "not in both tables after #{@patience} ms: #{inspect(paths)}"
    end
  end

  defp committed(paths, mark) do
    [count] =
      Database.query(
        "SELECT count(*) FROM code_files f JOIN codebase_metadata m " <>
          "ON m.codebase_id = f.codebase_id AND m.path = f.file_path " <>
          "AND m.content_hash = f.hash WHERE f.codebase_id = $1::text " <>
          "AND f.file_path = ANY($2::text[]) AND f.content LIKE '%' || $3::text",
        [@codebase, paths, mark]
      )

    count
  end

  defp now, do: System.monotonic_time(:microsecond)
end

Bench.Latency.main(System.argv())

# Usage: bench/clones CORPUS [--edits N]

defmodule Bench.Clones do
  alias Bench.{Codebase, Database, Machine, Statistics, Table}
  alias ParserEngine.{CodeGraph, Config, Ingest, Repo, Sync}

  @edits 20

  def main([corpus | arguments]) do
    {options, []} = OptionParser.parse!(arguments, strict: [edits: :integer])
    Logger.configure(level: :error)
    server = Database.start()
    root = Codebase.copy(corpus)

    try do
      IO.puts("#{Machine.describe()}\n#{Database.describe(server)}")
      measure(root, Keyword.get(options, :edits, @edits))
    after
      File.rm_rf!(root)
    end
  end

  defp measure(root, edits) do
    :rand.seed(:exsss, {1, 2, 3})
    config = config(root, [])
    {ingest, {:ok, _summary}} = timed(fn -> Ingest.run(config) end)
    Repo.query!("ANALYZE codebase_metadata", [])
    {plain, plain_memory, _graph} = load(config(root, duplication: false))
    {load, memory, graph} = load(config)
    {write, {:ok, written}} = timed(fn -> CodeGraph.write_clones(config, graph) end)

    Table.print("Clones of #{tokens("count(clone_tokens)")} files", ["", "seconds"], [
      ["ingestion without graph", ingest],
      ["all rows taken in, without clones", plain],
      ["all rows taken in", load],
      ["#{written} rows written", write]
    ])

    IO.puts("#{memory - plain_memory} MB for the index, #{stored()}")
    edits(config, graph, root, edits)
  end

  defp config(root, options) do
    [repo: Repo, codebase_id: "clones", root: root, graph: false, respect_gitignore: false]
    |> Keyword.merge(options)
    |> Config.new!()
  end

  defp load(config) do
    before = round(Machine.resident_memory())
    {:ok, graph} = CodeGraph.new(config)
    {load, {:ok, _size}} = timed(fn -> CodeGraph.refresh(config, graph, :all) end)
    {load, round(Machine.resident_memory()) - before, graph}
  end

  defp stored do
    "stored in #{tokens("avg(octet_length(clone_tokens))")} bytes a file, " <>
      "#{tokens("avg(pg_column_size(clone_tokens))")} on disk"
  end

  defp tokens(what) do
    [number] = Database.query("SELECT (#{what})::int8 FROM codebase_metadata")
    number
  end

  # A file is put behind another one, and taken away again.
  defp edits(config, graph, root, count) do
    sql = "SELECT path FROM codebase_metadata WHERE clone_tokens IS NOT NULL ORDER BY path"
    paths = Repo.query!(sql, []).rows |> List.flatten()

    {seconds, pairs, written} =
      1..count
      |> Enum.flat_map(fn _n -> edit(config, graph, root, Enum.take_random(paths, 2)) end)
      |> unzip()

    Table.print("#{2 * count} edits", ["", "median", "most"], [
      ["milliseconds to the clones in the table" | spread(for(one <- seconds, do: 1_000 * one))],
      ["pairs of files compared" | spread(pairs)],
      ["rows whose clones were written" | spread(written)]
    ])
  end

  defp unzip(results) do
    {Enum.map(results, &elem(&1, 0)), Enum.map(results, &elem(&1, 1)),
     Enum.map(results, &elem(&1, 2))}
  end

  defp edit(config, graph, root, [path, other]) do
    [file, copy] = Enum.map([path, other], &Path.join(root, &1))
    before = File.read!(file)

    for text <- [before <> "\n" <> File.read!(copy), before] do
      File.write!(file, text)
      # The rows of the file are written before the clock starts: they do not wait for this.
      %{result: {:ok, :both_tables}} = Sync.path(config, path)
      {seconds, {pairs, written}} = timed(fn -> follow(config, graph, path) end)
      {seconds, pairs, written}
    end
  end

  defp follow(config, graph, path) do
    {:ok, size} = CodeGraph.refresh(config, graph, [path])
    {:ok, written} = CodeGraph.write_clones(config, graph)
    {size.pairs_compared, written}
  end

  defp spread(values), do: [Statistics.percentile(values, 50), Statistics.percentile(values, 100)]

  defp timed(work) do
    {microseconds, result} = :timer.tc(work)
    {microseconds / 1_000_000, result}
  end
end

Bench.Clones.main(System.argv())

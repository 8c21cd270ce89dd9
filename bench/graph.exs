# Usage: bench/graph [--files N] [--edits N]

defmodule Bench.Graph do
  alias Bench.{Codebase, Database, Machine, Statistics, Table}
  alias ParserEngine.{CodeGraph, Config, Ingest, PrivatePostgres, Repo, Sync}

  @files 20_000
  @edits 20
  # Each file names so many others, most of them among the first ones.
  @names 5

  def main(arguments) do
    {options, []} = OptionParser.parse!(arguments, strict: [files: :integer, edits: :integer])
    Logger.configure(level: :error)
    {:ok, server} = PrivatePostgres.start(ephemeral: true)
    {:ok, _pool} = Repo.start_link([pool_size: 5] ++ PrivatePostgres.repo_options(server))
    :ok = ParserEngine.Migration.run(Repo)
    root = Codebase.empty()

    try do
      IO.puts("#{Machine.describe()}\n#{Database.describe(server)}")
      measure(root, Keyword.get(options, :files, @files), Keyword.get(options, :edits, @edits))
    after
      File.rm_rf!(root)
    end
  end

  defp measure(root, files, edits) do
    :rand.seed(:exsss, {1, 2, 3})
    for n <- 1..files, do: write(root, n, names(files))
    config = Config.new!(repo: Repo, codebase_id: "graph", root: root, graph: false)
    {:ok, %{failed: []}} = Ingest.run(config)
    Repo.query!("ANALYZE codebase_metadata", [])
    before = round(Machine.resident_memory())
    {:ok, graph} = CodeGraph.new(config)
    {load, {:ok, size}} = timed(fn -> CodeGraph.refresh(config, graph, :all) end)
    {links, {:ok, _written}} = timed(fn -> CodeGraph.write_links(config, graph) end)
    {rank, {:ok, _written}} = timed(fn -> CodeGraph.score(config, graph, :pagerank) end)
    kept = round(Machine.resident_memory()) - before
    {centrality, {:ok, _written}} = timed(fn -> CodeGraph.score(config, graph, :centrality) end)

    Table.print(
      "The whole graph: #{size.files} files, #{size.edges} edges, #{kept} MB",
      [
        "",
        "seconds"
      ],
      [
        ["read and resolved", load],
        ["dependencies written", links],
        ["ranks computed and written", rank],
        ["centrality computed and written", centrality]
      ]
    )

    runs = for _edit <- 1..edits, do: edit(config, graph, root, files)
    {seconds, written} = Enum.unzip(runs)

    Table.print("One import more, #{edits} times", ["", "median", "largest"], [
      ["seconds to links and ranks in the table" | spread(seconds)],
      ["rows whose rank was written" | spread(written)]
    ])

    {again, {:ok, 0}} = timed(fn -> CodeGraph.write_links(config, graph) end)
    IO.puts("Nothing new: #{Float.round(again, 3)} s, " <> hot())
  end

  # The rows of the file are written before the clock starts: they do not wait for this.
  defp edit(config, graph, root, files) do
    n = :rand.uniform(files)
    path = write(root, n, names(files) ++ [:rand.uniform(files)])
    %{result: {:ok, :both_tables}} = Sync.path(config, path)

    timed(fn ->
      {:ok, _size} = CodeGraph.refresh(config, graph, [path])
      {:ok, _written} = CodeGraph.write_links(config, graph)
      {:ok, written} = CodeGraph.score(config, graph, :pagerank)
      written
    end)
  end

  defp names(files), do: for(_ <- 1..@names, do: trunc(files * :math.pow(:rand.uniform(), 3)) + 1)

  defp write(root, n, names) do
    path = "lib/d#{rem(n, 200)}/m#{n}.ex"
    file = Path.join(root, path)
    File.mkdir_p!(Path.dirname(file))
    calls = Enum.map_join(names, "\n", &"    M#{&1}.f()")
    File.write!(file, "defmodule M#{n} do\n  def f do\n#{calls}\n  end\nend\n")
    path
  end

  defp hot do
    sql = """
    SELECT (100 * n_tup_hot_upd / greatest(n_tup_upd, 1))::int8
    FROM pg_stat_user_tables WHERE relname = 'codebase_metadata'
    """

    Repo.query!("SELECT pg_stat_force_next_flush()::text", [])
    [share] = Database.query(sql)
    "#{share} % of all updates were HOT"
  end

  defp spread(values), do: [Statistics.percentile(values, 50), Statistics.percentile(values, 100)]

  defp timed(work) do
    {microseconds, result} = :timer.tc(work)
    {microseconds / 1_000_000, result}
  end
end

Bench.Graph.main(System.argv())

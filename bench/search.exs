# Usage: bench/search CORPUS [--sizes 10000,100000,1000000] [--queries N]

defmodule Bench.Search do
  alias Bench.{Database, Machine, Table}
  alias ParserEngine.{Config, Embedder, Ingest, Repo, Search, SearchIndex, Store}
  alias ParserEngine.Search.{Question, Words}
  alias ParserEngine.SearchIndex.VectorIndex

  @sizes "10000,100000"
  @queries 100
  @compared 30
  # Different directions that copies are turned to.
  @turns 1_000

  def main([corpus | arguments]) do
    {options, []} = OptionParser.parse!(arguments, strict: [sizes: :string, queries: :integer])

    Logger.configure(level: :error)
    server = Database.start()
    IO.puts("#{Machine.describe()}\n#{Database.describe(server)}")
    config = Config.new!(repo: Repo, codebase_id: "search", root: corpus, graph: false)
    {:ok, %{search: {:ok, _done}}} = Ingest.run(config)
    {:ok, plan} = SearchIndex.plan(config)
    with_memory()
    embed(config, plan)
    make_turns(plan)
    :rand.seed(:exsss, {1, 2, 3})
    queries = queries(Keyword.get(options, :queries, @queries))
    sizes = options |> Keyword.get(:sizes, @sizes) |> String.split(",")
    rows = for size <- sizes, do: measure(config, plan, queries, String.to_integer(size))

    Table.print(
      "Milliseconds of a search for one of #{length(queries)} sentences of documentation, median (smallest–largest)",
      [
        "symbols",
        "words",
        "vectors, exact",
        "by index",
        "all of it",
        "recall@10",
        "recall@100",
        "index s",
        "MB"
      ],
      rows
    )
  end

  # An index that does not fit is built many times slower: a million vectors take 1.5 GB.
  defp with_memory do
    Repo.query!("ALTER SYSTEM SET maintenance_work_mem = '3GB'", [])
    Repo.query!("SELECT pg_reload_conf()", [])
  end

  # What is embedded once more, in one go: the tables were filled before.
  defp embed(config, plan) do
    Repo.query!("UPDATE codebase_metadata SET embedding_source = NULL", [])
    Repo.query!("TRUNCATE code_symbols", [])
    {seconds, {:ok, done}} = timed(fn -> SearchIndex.catch_up(config, plan) end)
    [symbols] = Database.query("SELECT count(*) FROM code_symbols")

    Table.print("The index of #{done.files} files with #{symbols} symbols", ["", ""], [
      ["seconds, one task", seconds],
      ["symbols a second", round(symbols / seconds)],
      ["MB of source a second", Database.source_bytes() / 1.0e6 / seconds]
    ])
  end

  defp queries(count) do
    sql =
      "SELECT documentation FROM code_symbols WHERE length(documentation) > 25 AND role = 'source'"

    for([sentence] <- Repo.query!(sql, []).rows, do: sentence)
    |> Enum.uniq()
    |> Enum.sort()
    |> Enum.shuffle()
    |> Enum.take(count)
  end

  # A symbol's copy is as far from it as half of its length, in one of so many directions.
  defp make_turns(plan) do
    Repo.query!("CREATE TABLE turns (n int PRIMARY KEY, v vector)", [])

    Repo.query!(
      "INSERT INTO turns SELECT n, array_agg((random() - 0.5) * 64)::vector " <>
        "FROM generate_series(0, #{@turns - 1}) AS n, generate_series(1, #{plan.dimensions}) GROUP BY n",
      []
    )

    Repo.query!("CREATE TABLE originals AS SELECT * FROM code_symbols", [])
  end

  defp measure(config, plan, queries, size) do
    drop_index(config, plan)
    grow(size)
    :ok = Store.Symbols.count_lexemes(config)
    Repo.query!("VACUUM ANALYZE code_symbols", [], timeout: 3_600_000)
    exact = for query <- queries, do: nearest(config, plan, query)
    {seconds, :ok} = timed(fn -> VectorIndex.ensure(config, plan, size) end)
    {:ok, indexed?} = VectorIndex.valid?(config, plan.model)
    indexed = if indexed?, do: for(query <- queries, do: nearest(config, plan, query))

    [
      size,
      queries |> Enum.map(&words(config, &1)) |> Table.spread(),
      Table.spread(Enum.map(exact, &elem(&1, 0))),
      if(indexed?, do: Table.spread(Enum.map(indexed, &elem(&1, 0)))),
      queries |> Enum.map(&whole(config, &1)) |> Table.spread(),
      if(indexed?, do: recall(exact, indexed, 10)),
      if(indexed?, do: recall(exact, indexed, 100)),
      if(indexed?, do: seconds),
      round(Database.table_bytes(:code_symbols) / 1.0e6)
    ]
  end

  defp grow(size) do
    [before] = Database.query("SELECT count(*) FROM code_symbols")
    [originals] = Database.query("SELECT count(*) FROM originals")
    rounds = max(ceil((size - before) / originals), 0)

    for _round <- 1..rounds//1 do
      [now] = Database.query("SELECT count(*) FROM code_symbols")

      Repo.query!(
        """
        INSERT INTO code_symbols (codebase_id, file_id, key, name, container, kind, role, language,
          start_line, end_line, signature, documentation, lexemes, lexeme_count, embedding,
          embedding_model)
        SELECT codebase_id, file_id, key || '~#{now}', name, container, kind, role, language,
          start_line, end_line, signature, documentation, lexemes, lexeme_count,
          (o.embedding::vector + t.v)::halfvec, embedding_model
        FROM originals o JOIN turns t ON t.n = (o.id * 31 + #{now}) % #{@turns}
        LIMIT #{max(size - now, 0)}
        """,
        [],
        timeout: 3_600_000
      )
    end

    # A corpus may have more symbols than are asked for.
    Repo.query!(
      "DELETE FROM code_symbols WHERE id > (SELECT id FROM code_symbols ORDER BY id OFFSET #{size - 1} LIMIT 1)",
      [],
      timeout: 3_600_000
    )
  end

  defp drop_index(config, plan) do
    name = Store.Statement.VectorIndex.name(plan.model)
    Repo.query!(Store.Statement.VectorIndex.drop(config.prefix, name), [], timeout: 3_600_000)
  end

  defp words(config, query) do
    {:ok, question} = question(config, query)
    {seconds, {:ok, _found}} = timed(fn -> Words.find(question, 200) end)
    1000 * seconds
  end

  defp nearest(config, plan, query) do
    {:ok, question} = question(config, query)
    {:ok, vector} = Embedder.embed_query(plan.embedder, plan, query)

    {seconds, {:ok, found}} =
      timed(fn -> Store.Search.by_vector(config, question.filter, vector, plan, 200) end)

    {1000 * seconds, Enum.map(found, fn {{id, _role}, _cosine} -> id end)}
  end

  defp whole(config, query) do
    {seconds, {:ok, _results}} = timed(fn -> Search.run(query, options(config)) end)
    1000 * seconds
  end

  defp question(config, query), do: Question.new(query, options(config))
  defp options(config), do: [repo: Repo, codebase_id: config.codebase_id, root: config.root]

  defp recall(exact, indexed, count) do
    shares =
      for {{_, exact}, {_, indexed}} <- exact |> Enum.zip(indexed) |> Enum.take(@compared) do
        wanted = exact |> Enum.take(count) |> MapSet.new()
        found = indexed |> Enum.take(count) |> MapSet.new() |> MapSet.intersection(wanted)
        MapSet.size(found) / MapSet.size(wanted)
      end

    Enum.sum(shares) / length(shares)
  end

  defp timed(fun) do
    {microseconds, result} = :timer.tc(fun)
    {microseconds / 1.0e6, result}
  end
end

Bench.Search.main(System.argv())

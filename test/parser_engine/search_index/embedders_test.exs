defmodule ParserEngine.SearchIndex.EmbeddersTest do
  # What an embedder that takes its time, fails or refuses does to the index, and what not.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Config, Ingest, ScriptedEmbedder, SearchIndex, Sync}

  @code "defmodule Shop do\n  def one, do: 1\n  def two, do: 2\nend\n"

  setup %{root: root, options: options} do
    agent = start_supervised!(%{id: :agent, start: {ScriptedEmbedder, :start_link, []}})
    write(root, "a.ex", @code)
    write(root, "b.ex", "defmodule Other do\n  def three, do: 3\nend\n")
    embedder = [test: self(), agent: agent]
    {:ok, agent: agent, options: options, embedder: embedder}
  end

  defp config(context, more \\ []) do
    embedder = {ScriptedEmbedder, context.embedder ++ more}
    Config.new!(Keyword.put(context.options, :embedder, embedder))
  end

  defp ingest(config) do
    {:ok, summary} = Ingest.run(config)
    summary.search
  end

  defp statuses(config) do
    sql = """
    SELECT path, embedding_status, embedding_model, embedding_error,
           CASE WHEN vector_embedding IS NULL THEN 0 ELSE 1 END::int8
    FROM T WHERE codebase_id = $1::text ORDER BY path
    """

    rows(config, :codebase_metadata, sql, [config.codebase_id])
  end

  defp symbols(config) do
    sql = "SELECT name, embedding_model FROM T WHERE codebase_id = $1::text ORDER BY name"
    rows(config, :code_symbols, sql, [config.codebase_id])
  end

  test "vectors of another length and model", context do
    config = config(context)
    assert ingest(config) == {:ok, %{files: 2, failed: 0}}

    assert [["a.ex", "done", "scripted-1", nil, 1], ["b.ex", "done", "scripted-1", nil, 1]] =
             statuses(config)

    assert ["one", "scripted-1"] in symbols(config)

    {:ok, results} = ParserEngine.search("three", [embedder: config.embedder] ++ context.options)
    assert %{vectors: :used, hits: [%{name: "three", cosine: 1.0} | _]} = results
  end

  test "only what has changed is embedded again", context do
    config = config(context)
    ingest(config)
    assert_received {:embedded, ["Shop", "one", "two", "Other", "three"]}
    write(context.root, "a.ex", "# A line more.\n" <> String.replace(@code, "do: 2", "do: 22"))
    Sync.path(config, "a.ex")
    assert {:ok, %{files: 1}} = SearchIndex.run(config)
    assert_received {:embedded, ["two"]}
    refute_received {:embedded, _names}
  end

  test "a file with a new name costs no embedding", context do
    config = config(context)
    ingest(config)
    assert_received {:embedded, _all}
    File.rename!(Path.join(context.root, "a.ex"), Path.join(context.root, "z.ex"))
    ingest(config)
    refute_received {:embedded, [_ | _]}
    assert [["b.ex" | _], ["z.ex", "done", "scripted-1", nil, 1]] = statuses(config)
  end

  test "another model makes all vectors anew", context do
    ingest(config(context))
    assert_received {:embedded, _all}
    config = config(context, model: "scripted-2")
    assert {:ok, %{files: 2}} = SearchIndex.run(config)
    assert_received {:embedded, ["Shop", "one", "two", "Other", "three"]}
    assert Enum.all?(symbols(config), &(List.last(&1) == "scripted-2"))
  end

  test "an embedder that does not answer leaves the words, and is asked again", context do
    config = config(context)
    failure = {:error, {:embedder_unreachable, "no route"}}
    ScriptedEmbedder.order(context.agent, List.duplicate(failure, 4))
    assert ingest(config) == {:error, {:embedder_unreachable, "no route"}}
    assert [["a.ex", "pending", nil, nil, 0], ["b.ex", "pending", nil, nil, 0]] = statuses(config)

    assert [["Other", nil], ["Shop", nil], ["one", nil], ["three", nil], ["two", nil]] =
             symbols(config)

    {:ok, results} = ParserEngine.search("one", [embedder: config.embedder] ++ context.options)
    assert %{pending: 2, hits: [%{name: "one", cosine: nil} | _]} = results

    ScriptedEmbedder.order(context.agent, [])
    assert {:ok, %{files: 2, failed: 0}} = SearchIndex.run(config)
    assert [["a.ex", "done" | _], ["b.ex", "done" | _]] = statuses(config)
  end

  test "files that it cannot digest do not pass for an embedder that is away", context do
    config = config(context)
    ScriptedEmbedder.order(context.agent, List.duplicate({:fail_at, "one"}, 30))
    for n <- 1..6, do: write(context.root, "a#{n}.ex", many(n))
    assert ingest(config) == {:ok, %{files: 8, failed: 7}}
    assert ["b.ex", "done", "scripted-1", nil, 1] in statuses(config)
    assert ["a6.ex", "failed", "scripted-1", error, 0] = Enum.at(statuses(config), 6)
    assert error =~ "too long"
  end

  # As many definitions as one request takes.
  defp many(n) do
    others = for m <- 1..31, do: "  def other_#{m}, do: #{m}\n"
    "defmodule Many#{n} do\n  def one, do: 1\n#{others}end\n"
  end

  test "an embedder whose name is not known yet leaves the words", context do
    config = config(context, unknown: {:embedder_unreachable, "no route"})
    assert ingest(config) == {:error, {:embedder_unreachable, "no route"}}
    assert ["one", nil] in symbols(config)
    assert [["a.ex", "pending", nil, nil, 0], ["b.ex", "pending", nil, nil, 0]] = statuses(config)
  end

  test "a file that the embedder cannot digest keeps no other from its vectors", context do
    config = config(context)
    failure = {:error, {:embedder_answer, "500"}}
    ScriptedEmbedder.order(context.agent, [failure, failure, nil])
    assert ingest(config) == {:ok, %{files: 2, failed: 1}}

    assert [["a.ex", "failed", _, error, 0], ["b.ex", "done", _, nil, 1]] = statuses(config)
    assert error =~ "500"
  end

  test "a definition that is refused is told of its file, and harms no other", context do
    config = config(context)
    ScriptedEmbedder.order(context.agent, refuse: "two")
    assert ingest(config) == {:ok, %{files: 2, failed: 1}}

    assert [["a.ex", "failed", "scripted-1", error, 0], ["b.ex", "done", "scripted-1", nil, 1]] =
             statuses(config)

    assert error =~ "not to its taste"
    assert ["one", "scripted-1"] in symbols(config)
    assert ["two", nil] in symbols(config)

    # It is not tried again until the file changes.
    assert_received {:embedded, _all}
    assert {:ok, %{files: 0}} = SearchIndex.run(config)
    refute_received {:embedded, _names}
    write(context.root, "a.ex", @code <> "# Changed.\n")
    Sync.path(config, "a.ex")
    assert {:ok, %{files: 1, failed: 0}} = SearchIndex.run(config)
    assert [["a.ex", "done" | _] | _] = statuses(config)
  end

  test "vectors that are longer than the column are told", context do
    config = config(context, dimensions: 1600)

    if ParserEngine.TestPostgres.server().vector? do
      assert {:error, {:too_many_dimensions, 1600, 1536} = reason} = ingest(config)
      assert ParserEngine.Error.message(reason) =~ "dimensions: 1600"
      :ok = ParserEngine.Migration.run(config.repo, prefix: config.prefix, dimensions: 1600)
    end

    # A later migration that says nothing of them changes nothing.
    :ok = ParserEngine.Migration.run(config.repo, prefix: config.prefix)
    assert {:ok, %{files: 2, failed: 0}} = ingest(config)
    assert [["a.ex", "done", _, nil, 1] | _] = statuses(config)
  end
end

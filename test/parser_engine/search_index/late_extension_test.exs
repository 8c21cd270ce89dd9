defmodule ParserEngine.SearchIndex.LateExtensionTest do
  # A server that has pgvector only after code was indexed.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Config, Ingest, Migration, ScriptedEmbedder, SearchIndex, TestPostgres}

  setup %{root: root, config: config} do
    write(root, "a.ex", "defmodule Shop do\n  def one, do: 1\nend\n")
    if TestPostgres.server().vector?, do: as_without_extension(config)
    :ok
  end

  defp as_without_extension(config) do
    symbols = name(config, :code_symbols)
    statement(config, "ALTER TABLE #{symbols} ALTER embedding TYPE bytea USING NULL")
    files = name(config, :codebase_metadata)
    statement(config, "ALTER TABLE #{files} ALTER vector_embedding TYPE real[] USING NULL")
  end

  defp without_vector(config) do
    sql = "SELECT name FROM T WHERE embedding IS NULL ORDER BY name"
    List.flatten(rows(config, :code_symbols, sql))
  end

  defp used(config, options) do
    {:ok, results} = ParserEngine.search("one", [embedder: config.embedder] ++ options)
    assert results.vectors == :used
    for hit <- results.hits, hit.cosine, do: hit.name
  end

  defp assert_written_anew(config, options) do
    {:ok, %{search: {:ok, %{files: 1}}}} = Ingest.run(config)
    assert without_vector(config) == []
    :ok = Migration.run(config.repo, prefix: config.prefix)

    if TestPostgres.server().vector? do
      assert without_vector(config) == ["Shop", "one"]
      assert used(config, options) == []
      assert {:ok, %{files: 1, failed: 0}} = SearchIndex.run(config)
    end

    assert without_vector(config) == []
    assert Enum.sort(used(config, options)) == ["Shop", "one"]
  end

  test("vectors of definitions are written anew", %{config: config, options: options},
    do: assert_written_anew(config, options)
  )

  test "a plan that was made before fails no file", %{config: config} do
    {:ok, plan} = SearchIndex.plan(config)
    {:ok, %{search: {:ok, _done}}} = Ingest.run(config)
    :ok = Migration.run(config.repo, prefix: config.prefix)

    if TestPostgres.server().vector?,
      do: assert({:error, {:database, "22P02", _}} = SearchIndex.catch_up(config, plan))

    assert {:ok, %{failed: 0}} = SearchIndex.run(config)
    assert without_vector(config) == []
  end

  test "and so are those of an embedder that is asked for what is missing", %{options: options} do
    agent = start_supervised!(%{id: :agent, start: {ScriptedEmbedder, :start_link, []}})
    embedder = {ScriptedEmbedder, test: self(), agent: agent}
    assert_written_anew(Config.new!([embedder: embedder] ++ options), options)
  end
end

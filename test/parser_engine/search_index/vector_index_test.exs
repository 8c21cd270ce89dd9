defmodule ParserEngine.SearchIndex.VectorIndexTest do
  # Many vectors, and pgvector's index over them. Without pgvector the same questions are answered by
  # comparing all.
  use ParserEngine.CodebaseCase

  import ParserEngine.LiveCase, only: [eventually: 1]

  alias ParserEngine.{Embedder, Ingest, SearchIndex, TestPostgres}
  alias ParserEngine.SearchIndex.VectorIndex
  alias ParserEngine.Store.{Search, Statement}

  @copies 6_000
  @rare 15
  @many 1_000_000

  setup %{config: config, root: root} do
    write(root, "lib/a.ex", "defmodule A do\n  def validate_token(token), do: token\nend\n")
    write(root, "lib/b.py", "def brew_coffee(beans):\n    return beans\n")
    {:ok, _summary} = Ingest.run(config)
    {:ok, plan} = SearchIndex.plan(config)
    copy(config, "validate_token", @copies)
    copy(config, "brew_coffee", @rare - 1)
    {:ok, vector} = Embedder.embed_query(plan.embedder, plan, "validate a token")
    {:ok, plan: plan, vector: vector}
  end

  # Copies with the vector of the original, so that none of the others is among the nearest.
  defp copy(config, name, count) do
    statement(config, """
    INSERT INTO #{name(config, :code_symbols)} (codebase_id, file_id, key, name, container, kind, role,
      language, start_line, end_line, signature, lexemes, lexeme_count, embedding, embedding_model)
    SELECT codebase_id, file_id, key || n, name, container, kind, role, language, start_line,
      end_line, signature, lexemes, lexeme_count, embedding, embedding_model
    FROM #{name(config, :code_symbols)}, generate_series(1, #{count}) AS n WHERE name = '#{name}'
    """)

    statement(config, "ANALYZE #{name(config, :code_symbols)}")
  end

  defp filter(config, more \\ %{}) do
    everywhere = %{codebases: [config.codebase_id], languages: nil, kinds: nil, path: nil}
    Map.merge(everywhere, more)
  end

  defp plan_of(config, sql, params) do
    text = for [line] <- config.repo.query!("EXPLAIN " <> sql, params).rows, do: line <> "\n"
    IO.iodata_to_binary(text)
  end

  test "a filter that leaves most out still finds all there are", context do
    %{config: config, plan: plan, vector: vector} = context
    assert :ok = VectorIndex.ensure(config, plan, @many)
    assert {:ok, valid?} = VectorIndex.valid?(config, plan.model)
    assert valid? == TestPostgres.server().vector?

    for more <- [
          %{languages: ["python"]},
          %{path: "lib/b.py"},
          %{languages: ["python"], kinds: ["function"]}
        ] do
      assert {:ok, found} = Search.by_vector(config, filter(config, more), vector, plan, 200)
      assert length(found) == @rare
    end

    for count <- [300, 2_000] do
      assert {:ok, found} = Search.by_vector(config, filter(config), vector, plan, count)
      assert length(found) == count
    end
  end

  test "the index is asked where there is one, and another model's goes", context do
    %{config: config, plan: plan, vector: vector} = context

    if TestPostgres.server().vector? do
      :ok = VectorIndex.ensure(config, plan, @many)
      sql = Statement.Search.by_vector(config.prefix, plan.columns, plan, false)

      text =
        "[" <>
          Enum.map_join(for(<<x::float-32-little <- vector>>, do: x), ",", &to_string/1) <> "]"

      params = [[config.codebase_id], nil, nil, nil, nil, text, 10]
      name = Statement.VectorIndex.name(plan.model)
      assert plan_of(config, sql, params) =~ name
      exact = Statement.Search.by_vector(config.prefix, plan.columns, plan, true)
      refute plan_of(config, exact, params) =~ name

      other = %{plan | model: "another/1"}
      :ok = VectorIndex.ensure(%{config | codebase_id: "other"}, other, 10)
      assert {:ok, true} = VectorIndex.valid?(config, plan.model)

      files = name(config, :codebase_metadata)
      statement(config, "UPDATE #{files} SET embedding_model = 'another/1'")
      :ok = VectorIndex.ensure(config, other, 10)
      assert {:ok, false} = VectorIndex.valid?(config, plan.model)
    else
      assert :ok = VectorIndex.ensure(config, plan, @many)
    end
  end

  test "what another instance is making is left alone", context do
    %{config: config, plan: plan} = context

    if TestPostgres.server().vector? do
      making = Task.async(fn -> VectorIndex.ensure(config, plan, @many) end)
      eventually(fn -> states(config) != [] end)
      :ok = VectorIndex.ensure(%{config | codebase_id: "other"}, plan, 10)
      assert states(config) in [["building"], ["valid"]]
      assert :ok = Task.await(making, :infinity)
      assert states(config) == ["valid"]
    end
  end

  defp states(config) do
    sql = Statement.VectorIndex.list(config.prefix)
    for [_name, state] <- config.repo.query!(sql, []).rows, do: state
  end

  test "few vectors have no index", %{config: config, plan: plan} do
    assert :ok = VectorIndex.ensure(config, plan, 6_000)
    assert {:ok, false} = VectorIndex.valid?(config, plan.model)
  end

  test "no index is of the kind that forgets what comes later" do
    sources = Path.wildcard("lib/**/*.ex")
    assert length(sources) > 100
    for source <- sources, do: refute(File.read!(source) =~ ~r/ivfflat/i)
  end
end

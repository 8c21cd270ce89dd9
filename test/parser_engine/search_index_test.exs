defmodule ParserEngine.SearchIndexTest do
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Ingest, SearchIndex, Sync}
  alias ParserEngine.Store.Symbols

  @session """
  defmodule Shop.Session do
    @moduledoc "Who is logged in."

    @doc "Whether the token of a session holds. It is compared in constant time."
    def valid?(token), do: Plug.Crypto.secure_compare(token, secret())

    defp secret, do: Application.fetch_env!(:shop, :secret)
  end
  """

  @columns "s.name, s.container, s.kind, s.role, s.start_line, s.end_line, s.documentation"

  setup %{root: root, config: config} do
    write(root, "lib/session.ex", @session)
    write(root, "test/session_test.exs", "defmodule Shop.SessionTest do\n  def a, do: 1\nend\n")
    write(root, "README.md", "# Shop\n\nSells things.\n")
    {:ok, summary} = Ingest.run(config)
    {:ok, summary: summary}
  end

  defp symbols(config, columns \\ @columns) do
    rows(
      config,
      :code_symbols,
      "SELECT m.path, #{columns} FROM #{name(config, :code_symbols)} s " <>
        "JOIN #{name(config, :codebase_metadata)} m ON m.codebase_id = s.codebase_id " <>
        "AND m.id = s.file_id WHERE s.codebase_id = $1::text ORDER BY m.path, s.start_line, s.id",
      [config.codebase_id]
    )
  end

  test "an ingestion writes definitions, words and vectors", %{config: config, summary: summary} do
    assert summary.search == {:ok, %{files: 3, failed: 0}}

    assert [
             ["README.md", "README.md", "", "file", "source", 1, 3, nil],
             [
               "lib/session.ex",
               "Shop.Session",
               "",
               "module",
               "source",
               1,
               8,
               "Who is logged in."
             ],
             ["lib/session.ex", "valid?", "Shop.Session", "function", "source", 5, 5, sentence],
             ["lib/session.ex", "secret", "Shop.Session", "function", "source", 7, 7, nil],
             ["test/session_test.exs", "Shop.SessionTest", "", "module", "test", 1, 3, nil],
             ["test/session_test.exs", "a", "Shop.SessionTest", "function", "test", 2, 2, nil]
           ] = symbols(config)

    assert sentence == "Whether the token of a session holds."

    for [_path, model, vector, lexemes] <-
          symbols(config, "s.embedding_model, s.embedding::text, s.lexemes::text") do
      assert model == "code-1/512/np1"
      assert_in_delta length_of(Symbols.numbers(vector)), 1.0, 0.01
      assert lexemes != ""
    end
  end

  defp length_of(numbers),
    do: :math.sqrt(for(<<x::float-32-little <- numbers>>, do: x * x) |> Enum.sum())

  test "what has not changed is not written again", %{config: config} do
    before = symbols(config, "s.xmin::text::int8, s.id")
    assert {:ok, %{files: 0}} = SearchIndex.run(config)
    assert symbols(config, "s.xmin::text::int8, s.id") == before
  end

  test "only the definitions that changed have other rows", %{config: config, root: root} do
    ids = Map.new(symbols(config, "s.name, s.id"), fn [_path, name, id] -> {name, id} end)

    write(
      root,
      "lib/session.ex",
      "# A line more.\n" <> String.replace(@session, "secret()", "nil")
    )

    Sync.path(config, "lib/session.ex")
    assert {:ok, %{files: 1}} = SearchIndex.run(config)
    now = Map.new(symbols(config, "s.name, s.id"), fn [_path, name, id] -> {name, id} end)
    assert now["valid?"] != ids["valid?"]
    assert Map.drop(now, ["valid?"]) == Map.drop(ids, ["valid?"])
    assert ["lib/session.ex", "secret", 8] in symbols(config, "s.name, s.start_line")
  end

  test "words that were written first keep no vector of another path", context do
    %{config: config, root: root} = context
    File.mkdir_p!(Path.join(root, "lib/accounts"))
    File.rename!(Path.join(root, "lib/session.ex"), Path.join(root, "lib/accounts/session.ex"))
    Sync.path(config, "lib/accounts/session.ex")
    Sync.path(config, "lib/session.ex")
    assert :ok = SearchIndex.write_words(config)
    assert {:ok, %{files: 1}} = SearchIndex.run(config)

    fresh = %{config | codebase_id: config.codebase_id <> "-fresh"}
    {:ok, _summary} = Ingest.run(fresh)
    columns = "s.name, s.lexemes::text, s.embedding::text"
    assert symbols(config, columns) == symbols(fresh, columns)
  end

  test "symbols go with their file", %{config: config, root: root} do
    File.rm!(Path.join(root, "lib/session.ex"))
    Sync.path(config, "lib/session.ex")

    assert for([path, _] <- symbols(config, "s.name"), uniq: true, do: path) ==
             ["README.md", "test/session_test.exs"]
  end
end

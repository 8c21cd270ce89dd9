defmodule ParserEngine.VectorSchemaTest do
  # An extension belongs to its database, so this one has a database of its own.
  use ExUnit.Case, async: false

  alias ParserEngine.{
    Config,
    Migration,
    OwnRepo,
    PrivatePostgres,
    Repo,
    SearchIndex,
    Store,
    Sync,
    TestPostgres
  }

  @moduletag :postgres
  @moduletag :tmp_dir
  @moduletag :capture_log

  setup do
    database = "vector_#{System.unique_integer([:positive])}"
    Repo.query!("CREATE DATABASE #{database}", [])
    on_exit(fn -> Repo.query!("DROP DATABASE #{database} WITH (FORCE)", []) end)
    options = PrivatePostgres.repo_options(TestPostgres.server())
    start_supervised!({OwnRepo, [log: false] ++ Keyword.put(options, :database, database)})
    :ok
  end

  test "pgvector in a schema that is on no search path", %{tmp_dir: root} do
    if TestPostgres.server().vector? do
      OwnRepo.query!(~s(CREATE SCHEMA "Exten sions"), [])
      OwnRepo.query!(~s(CREATE EXTENSION vector SCHEMA "Exten sions"), [])
      for prefix <- ["public", "code"], do: assert_works(root, prefix, ~s("Exten sions".vector))
    else
      assert_works(root, "public", "real[]")
    end
  end

  test "pgvector where the migration itself installs it", %{tmp_dir: root} do
    type = if TestPostgres.server().vector?, do: "vector", else: "real[]"
    assert_works(root, "code", type)
  end

  defp assert_works(root, prefix, type) do
    for _twice <- 1..2, do: assert(:ok = Migration.run(OwnRepo, prefix: prefix))
    assert :ok = Migration.verify(OwnRepo, prefix: prefix)

    File.write!(Path.join(root, "a.ex"), "defmodule A do\nend\n")
    config = Config.new!(repo: OwnRepo, prefix: prefix, root: root, codebase_id: "c")
    assert %{result: {:ok, :both_tables}} = Sync.path(config, "a.ex")

    table = "#{prefix}.codebase_metadata"
    embedding = "array_fill(0.5::real, '{1536}')::#{type}"
    OwnRepo.query!("UPDATE #{table} SET vector_embedding = #{embedding}", [])

    # What the analysis writes leaves the embedding alone.
    File.write!(Path.join(root, "a.ex"), "defmodule Second do\nend\n")
    assert %{result: {:ok, :both_tables}} = Sync.path(config, "a.ex")
    sql = "SELECT count(vector_embedding), max(content_hash) FROM #{table}"
    assert %{rows: [[1, hash]]} = OwnRepo.query!(sql, [])
    assert {:ok, %{content_hash: ^hash}} = Store.record(config, :codebase_metadata, "a.ex")

    assert {:ok, %{files: 1, failed: 0}} = SearchIndex.run(config)
    options = [repo: OwnRepo, prefix: prefix, root: root, codebase_id: "c"]

    assert {:ok, %{vectors: :used, hits: [%{name: "Second"}]}} =
             ParserEngine.search("second", options)

    assert :ok = Migration.revert(OwnRepo, prefix: prefix)
  end
end

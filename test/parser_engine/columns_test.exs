defmodule ParserEngine.ColumnsTest do
  # The columns that the migrations make, those that the analysis writes, and those of the store.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Analyzer, Config}
  alias ParserEngine.Store.Table

  # Written by the store itself: keys, times, and the limit that an analysis met.
  @defaults ~w(id parsed_at inserted_at created_at updated_at parse_timeout)
  # Filled by later work than a file's own analysis.
  @later %{
    code_files: [],
    codebase_metadata: ~w(pagerank_score centrality_score dependency_count dependent_count
      duplication_percentage quality_score test_coverage coverage coverage_hash
      coverage_stale dependencies related_files links_hash clones clone_count clones_hash
      vector_embedding embedding_model embedding_source embedding_error embedding_status)
  }

  for table <- Config.tables() do
    test "every column of #{table} has a writer", %{config: config} do
      table = Table.fetch(unquote(table))
      known = table.columns ++ @later[unquote(table)] ++ @defaults
      assert columns(config, unquote(table)) -- known == []
      assert table.columns -- columns(config, unquote(table)) == []
      assert @later[unquote(table)] -- columns(config, unquote(table)) == []
    end

    test "a row of #{table} has no key that is no written column", %{config: config, root: root} do
      write(root, "a.ex", "defmodule A do\n  @doc false\n  def f(x), do: x\nend\n")
      request = %{path: "a.ex", known_hash: nil, busy_threshold: 0}
      [{:ok, rows}] = Analyzer.rows(config, 1, [request])
      sql = "SELECT jsonb_object_keys($1::text::jsonb) FROM (SELECT) one"
      keys = config.repo.query!(sql, [rows[unquote(table)]]).rows |> List.flatten()
      assert keys -- Table.fetch(unquote(table)).columns == []
    end
  end

  defp columns(config, table) do
    sql = """
    SELECT column_name::text FROM information_schema.columns
    WHERE table_schema = $1::text AND table_name = $2::text
    """

    config.repo.query!(sql, [config.prefix, to_string(table)]).rows |> List.flatten()
  end
end

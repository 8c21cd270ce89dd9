defmodule ParserEngine.ColumnTypesTest do
  # The tools that read the tables rely on these names and types.
  use ParserEngine.CodebaseCase

  alias ParserEngine.TestPostgres

  @code_files %{
    "text" => ~w(codebase_id codebase_path file_path language content hash parse_status
                 analysis_version),
    "bigint" => ~w(id file_size generation mtime_ns ctime_ns inode parse_timeout),
    "integer" => ~w(line_count error_count),
    "jsonb" => ~w(ast_json functions classes imports exports symbols metadata),
    "timestamp with time zone" => ~w(parsed_at inserted_at updated_at)
  }

  @codebase_metadata %{
    "text" => ~w(codebase_id codebase_path path language file_type content_hash parse_status
                 analysis_version embedding_model coverage_hash clone_tokens
                 embedding_source embedding_error embedding_status),
    "boolean" => ~w(coverage_stale),
    "bigint" => ~w(id size last_modified generation mtime_ns ctime_ns inode parse_timeout
                   links_hash clones_hash),
    "integer" => ~w(lines cyclomatic_complexity cognitive_complexity nesting_depth function_count
                    class_count struct_count enum_count trait_count interface_count total_lines
                    code_lines comment_lines blank_lines halstead_vocabulary halstead_length
                    dependency_count dependent_count code_smells_count vulnerability_count
                    error_count clone_count),
    "double precision" => ~w(maintainability_index halstead_volume halstead_difficulty
                             halstead_effort pagerank_score centrality_score technical_debt_ratio
                             duplication_percentage security_score quality_score test_coverage
                             documentation_coverage),
    "jsonb" =>
      ~w(clones coverage domains patterns features business_context performance_characteristics
                  security_characteristics dependencies related_files imports exports functions
                  classes structs enums traits metadata clones),
    "timestamp with time zone" => ~w(created_at updated_at)
  }

  test "code_files", %{config: config} do
    assert types(config, :code_files) == expected(@code_files)
    assert keys(config, :code_files) == ["codebase_id, file_path", "codebase_id, id"]
  end

  test "codebase_metadata", %{config: config} do
    vector = if TestPostgres.server().vector?, do: "vector(1536)", else: "real[]"
    expected = Map.put(expected(@codebase_metadata), "vector_embedding", vector)
    assert types(config, :codebase_metadata) == expected
    assert keys(config, :codebase_metadata) == ["codebase_id, id", "codebase_id, path"]
  end

  defp expected(by_type),
    do: for({type, names} <- by_type, name <- names, into: %{}, do: {name, type})

  defp types(config, table) do
    sql = """
    SELECT attname::text, format_type(atttypid, atttypmod) FROM pg_attribute
    WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped
    """

    for [name, type] <- config.repo.query!(sql, [name(config, table)]).rows,
        into: %{},
        do: {name, type |> String.split(".") |> List.last()}
  end

  defp keys(config, table) do
    sql = """
    SELECT (SELECT string_agg(attname, ', ' ORDER BY place) FROM pg_attribute
            JOIN unnest(conkey) WITH ORDINALITY AS k(number, place)
              ON attnum = k.number AND attrelid = conrelid)::text
    FROM pg_constraint WHERE conrelid = $1::text::regclass AND contype IN ('p', 'u') ORDER BY 1
    """

    for [columns] <- config.repo.query!(sql, [name(config, table)]).rows, do: columns
  end
end

defmodule ParserEngine.Store.Statement.Report do
  @moduledoc false
  # What a report tells of a codebase. Each statement takes the codebase as $1, and those that list
  # something the most rows as $2.

  alias ParserEngine.Store.Table

  # SQALE, as in docs/metrics.md: minutes that a line of code takes to write.
  @minutes_per_line 30

  @doc "The root that the rows tell, and how many rows there are."
  def codebase(prefix),
    do:
      "SELECT max(codebase_path), count(*) FROM #{metadata(prefix)} WHERE codebase_id = $1::text"

  @doc "Sums and means over all files, as a JSON object; `NULL` of what no file has."
  def totals(prefix) do
    """
    SELECT #{totals_object()}::text FROM #{metadata(prefix)} AS t WHERE t.codebase_id = $1::text
    """
  end

  @doc "The expression behind `totals/1`, over rows `t`."
  def totals_object do
    """
    jsonb_build_object(
      'files', count(*), 'languages', count(DISTINCT t.language),
      'total_lines', sum(t.total_lines), 'code_lines', sum(t.code_lines),
      'comment_lines', sum(t.comment_lines), 'blank_lines', sum(t.blank_lines),
      'functions', sum(t.function_count), 'classes', sum(t.class_count),
      'cyclomatic_complexity', sum(t.cyclomatic_complexity),
      'cognitive_complexity', sum(t.cognitive_complexity),
      'smells', sum(t.code_smells_count), 'vulnerabilities', sum(t.vulnerability_count),
      'debt_minutes', round(sum(#{debt_minutes()})::numeric, 1),
      'quality', #{mean("quality_score")}, 'maintainability', #{mean("maintainability_index")},
      'documentation', #{mean("documentation_coverage")},
      'duplication', #{mean("duplication_percentage", "total_lines")},
      'covered_lines', sum((t.coverage ->> 'covered')::int8),
      'relevant_lines', sum((t.coverage ->> 'relevant')::int8),
      'coverage', round(sum((t.coverage ->> 'covered')::int8)::numeric
                        / nullif(sum((t.coverage ->> 'relevant')::int8), 0), 4))
    """
  end

  defp debt_minutes, do: "t.technical_debt_ratio * t.code_lines * #{@minutes_per_line}"

  # Large files count for more: the mean over lines of code, of a share of all lines over these.
  defp mean(column, lines \\ "code_lines") do
    "round((sum(t.#{column} * t.#{lines}) / " <>
      "nullif(sum(t.#{lines}) FILTER (WHERE t.#{column} IS NOT NULL), 0))::numeric, 4)"
  end

  @doc "How many files have a value in each of these columns, as a JSON object."
  def measured(prefix) do
    columns = ~w(code_lines cyclomatic_complexity cognitive_complexity maintainability_index
         quality_score technical_debt_ratio code_smells_count vulnerability_count test_coverage
         duplication_percentage documentation_coverage pagerank_score)

    counts = Enum.map_join(columns, ", ", &"'#{&1}', count(#{&1})")

    """
    SELECT jsonb_build_object(#{counts})::text
    FROM #{metadata(prefix)} WHERE codebase_id = $1::text
    """
  end

  @doc "A JSON array with an object for each language, that with the most code first."
  def languages(prefix) do
    """
    SELECT coalesce(jsonb_agg(l.told ORDER BY l.code_lines DESC NULLS LAST, l.language), '[]')::text
    FROM (
      SELECT t.language, sum(t.code_lines) AS code_lines, #{totals_object()} ||
             jsonb_build_object('language', t.language) AS told
      FROM #{metadata(prefix)} AS t WHERE t.codebase_id = $1::text GROUP BY t.language
    ) AS l
    """
  end

  @doc "Numbers of each file, that with the most code first."
  def files(prefix) do
    """
    SELECT t.path, t.language, t.parse_status, t.total_lines::int8, t.code_lines::int8,
           t.function_count::int8, t.cyclomatic_complexity::int8, t.cognitive_complexity::int8,
           round(t.maintainability_index::numeric, 1)::float8,
           round(t.quality_score::numeric, 1)::float8, t.code_smells_count::int8,
           t.vulnerability_count::int8, round((#{debt_minutes()})::numeric, 1)::float8,
           round(t.test_coverage::numeric, 4)::float8, t.coverage_stale,
           round(t.duplication_percentage::numeric, 1)::float8,
           round(t.documentation_coverage::numeric, 3)::float8,
           round(t.pagerank_score::numeric, 7)::float8,
           t.dependency_count::int8, t.dependent_count::int8
    FROM #{metadata(prefix)} AS t WHERE t.codebase_id = $1::text
    ORDER BY t.code_lines DESC NULLS LAST, t.path LIMIT $2::int8
    """
  end

  @doc """
  Which file depends on which, and whether that may be part of a cycle: a `mod` of Rust only says
  where a module is, and the types that TypeScript imports are gone when the code runs.
  """
  def dependencies(prefix) do
    """
    SELECT t.path, d.value ->> 'path',
           coalesce(NOT d.value -> 'kinds' <@ '["mod", "import_type"]'::jsonb, true)
    FROM #{metadata(prefix)} AS t, #{elements("t.dependencies", "d")}
    WHERE t.codebase_id = $1::text AND d.value ->> 'path' IS NOT NULL
    ORDER BY 1, 2 LIMIT $2::int8
    """
  end

  @doc "What should be in the codebase and is not: the file, the name, the line, how many in all."
  def unresolved(prefix) do
    """
    SELECT t.path, d.value ->> 'unresolved', (d.value -> 'lines' ->> 0)::int8, count(*) OVER ()
    FROM #{metadata(prefix)} AS t, #{elements("t.dependencies", "d")}
    WHERE t.codebase_id = $1::text AND d.value ->> 'unresolved' IS NOT NULL
    ORDER BY 1, 3, 2 LIMIT $2::int8
    """
  end

  @doc "Packages from elsewhere, with how many files use them, how many packages in all."
  def packages(prefix) do
    """
    SELECT d.value ->> 'package', count(DISTINCT t.path), count(*) OVER ()
    FROM #{metadata(prefix)} AS t, #{elements("t.dependencies", "d")}
    WHERE t.codebase_id = $1::text AND d.value ->> 'package' IS NOT NULL
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $2::int8
    """
  end

  @doc "Smells, that which is furthest above its threshold first."
  def smells(prefix) do
    """
    SELECT t.path, s.value ->> 'id', (s.value ->> 'line')::int8,
           (s.value ->> 'end_line')::int8, s.value ->> 'name', (s.value ->> 'value')::int8,
           (s.value ->> 'threshold')::int8
    FROM #{metadata(prefix)} AS t, #{elements("t.metadata -> 'smells'", "s")}
    WHERE t.codebase_id = $1::text
    ORDER BY coalesce((s.value ->> 'value')::float8
                      / greatest((s.value ->> 'threshold')::float8, 1), 0) DESC, 1, 3, 2
    LIMIT $2::int8
    """
  end

  @doc "Findings about security, the worst first."
  def findings(prefix) do
    """
    SELECT t.path, f.value ->> 'rule', (f.value ->> 'line')::int8,
           (f.value ->> 'end_line')::int8, f.value ->> 'severity', (f.value ->> 'cwe')::int8,
           f.value ->> 'message'
    FROM #{metadata(prefix)} AS t, #{elements("t.metadata -> 'findings'", "f")}
    WHERE t.codebase_id = $1::text
    ORDER BY array_position(ARRAY['high', 'medium', 'low'], f.value ->> 'severity'), 1, 3, 2
    LIMIT $2::int8
    """
  end

  @doc """
  Lines that may hold a password or key: path, first and last line. Rows have no more of secrets
  than that where `redact` is on, but what has no shape is in their text.
  """
  def secrets(prefix) do
    """
    SELECT t.path, (f.value ->> 'line')::int8, (f.value ->> 'end_line')::int8
    FROM #{metadata(prefix)} AS t, #{elements("t.metadata -> 'findings'", "f")}
    WHERE t.codebase_id = $1::text AND (f.value ->> 'cwe')::int8 = ANY('{259, 321, 798}'::int8[])
    LIMIT $2::int8
    """
  end

  @doc "All rules that say something: kind, id, severity, how often and in how many files."
  def rules(prefix) do
    """
    SELECT 'smell', s.value ->> 'id', NULL::text, count(*), count(DISTINCT t.path)
    FROM #{metadata(prefix)} AS t, #{elements("t.metadata -> 'smells'", "s")}
    WHERE t.codebase_id = $1::text GROUP BY 2
    UNION ALL
    SELECT 'finding', f.value ->> 'rule', f.value ->> 'severity', count(*), count(DISTINCT t.path)
    FROM #{metadata(prefix)} AS t, #{elements("t.metadata -> 'findings'", "f")}
    WHERE t.codebase_id = $1::text GROUP BY 2, 3
    ORDER BY 4 DESC, 1, 2
    """
  end

  @doc """
  Files with lines that no test ran, those with the most first: path, covered and relevant lines,
  the first ranges as JSON, how many files in all.
  """
  def uncovered(prefix) do
    """
    SELECT t.path, (t.coverage ->> 'covered')::int8, (t.coverage ->> 'relevant')::int8,
           jsonb_path_query_array(t.coverage, '$.uncovered[0 to 39]')::text, count(*) OVER ()
    FROM #{metadata(prefix)} AS t
    WHERE t.codebase_id = $1::text AND t.test_coverage < 1
    ORDER BY (t.coverage ->> 'relevant')::int8 - (t.coverage ->> 'covered')::int8 DESC, 1
    LIMIT $2::int8
    """
  end

  @doc "Stretches of code that are somewhere else too, the longest first; most are told from both ends."
  def clones(prefix) do
    """
    SELECT t.path, (c.value ->> 'start_line')::int8, (c.value ->> 'end_line')::int8,
           c.value ->> 'path', (c.value ->> 'other_start_line')::int8,
           (c.value ->> 'other_end_line')::int8, (c.value ->> 'tokens')::int8
    FROM #{metadata(prefix)} AS t, #{elements("t.clones", "c")}
    WHERE t.codebase_id = $1::text
    ORDER BY 7 DESC NULLS LAST, 1, 2, 4, 5 LIMIT $2::int8
    """
  end

  @doc "$2 paths: the text of these files."
  def contents(prefix) do
    """
    SELECT file_path, content FROM #{Table.qualified(prefix, :code_files)}
    WHERE codebase_id = $1::text AND file_path = ANY($2::text[]) AND content IS NOT NULL
    """
  end

  # Whoever else writes into the column may have put something else there.
  defp elements(json, name) do
    "jsonb_array_elements(CASE jsonb_typeof(#{json}) WHEN 'array' THEN #{json} END) " <>
      "AS #{name}(value)"
  end

  defp metadata(prefix), do: Table.qualified(prefix, :codebase_metadata)
end

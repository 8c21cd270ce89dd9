defmodule ParserEngine.Store.Statement.Coverage do
  @moduledoc false
  # Test coverage, which reports tell and no analysis. `updated_at` is left alone: it dates what
  # was read of the file.

  alias ParserEngine.Store.Table

  @doc "$1 codebase: the paths of all rows, and when their files were changed, in seconds."
  def files(prefix),
    do: "SELECT path, last_modified FROM #{name(prefix)} WHERE codebase_id = $1::text"

  @doc "$1 codebase, $2 modules: in which rows they are defined."
  def modules(prefix) do
    """
    SELECT DISTINCT c.value ->> 'name', t.path
    FROM #{name(prefix)} AS t, jsonb_array_elements(#{array("t.classes")}) AS c(value)
    WHERE t.codebase_id = $1::text AND t.language = 'elixir'
      AND c.value ->> 'name' = ANY($2::text[])
    ORDER BY 1, 2
    """
  end

  @doc """
  $1 codebase, $2 paths: of each row the hash, lines and time in seconds, once for every stretch of
  lines that belongs to one of its functions, or once without one. A function of several clauses
  has a stretch for each.
  """
  def functions(prefix) do
    """
    SELECT t.path, t.content_hash, t.lines::int8, t.last_modified,
           f.number, f.value ->> 'name', f.value ->> 'parent',
           (f.value ->> 'start_line')::int8, (f.value ->> 'end_line')::int8,
           (coalesce(c.value, f.value) ->> 'start_line')::int8,
           (coalesce(c.value, f.value) ->> 'end_line')::int8
    FROM #{name(prefix)} AS t
    LEFT JOIN LATERAL jsonb_array_elements(#{array("t.functions")})
      WITH ORDINALITY AS f(value, number) ON true
    LEFT JOIN LATERAL jsonb_array_elements(#{array("f.value -> 'clauses'")}) AS c(value) ON true
    WHERE t.codebase_id = $1::text AND t.path = ANY($2::text[])
    ORDER BY t.path, f.number
    """
  end

  defp array(json), do: "CASE jsonb_typeof(#{json}) WHEN 'array' THEN #{json} END"

  @doc "$1 codebase, $2 coverage of rows as a JSON array. Answers their paths, and which are stale."
  def write(prefix) do
    """
    WITH measured AS MATERIALIZED (
      SELECT t.id, r.share, r.coverage, r.hash
      FROM jsonb_to_recordset($2::text::jsonb)
             AS r(path text, share float8, coverage jsonb, hash text)
      JOIN #{name(prefix)} AS t ON t.path = r.path
      WHERE t.codebase_id = $1::text
      ORDER BY t.path FOR UPDATE OF t
    )
    UPDATE #{name(prefix)} AS t
    SET test_coverage = m.share, coverage = m.coverage, coverage_hash = m.hash
    FROM measured AS m
    WHERE t.codebase_id = $1::text AND t.id = m.id
    RETURNING t.path, t.coverage_stale
    """
  end

  @doc "$1 codebase, $2 paths: the coverage of all other rows goes. Answers their paths."
  def clear_others(prefix) do
    """
    WITH others AS MATERIALIZED (
      SELECT t.id FROM #{name(prefix)} AS t
      WHERE t.codebase_id = $1::text AND t.coverage IS NOT NULL
        AND NOT EXISTS (SELECT FROM unnest($2::text[]) AS kept(path) WHERE kept.path = t.path)
      ORDER BY t.path FOR UPDATE OF t
    )
    UPDATE #{name(prefix)} AS t
    SET test_coverage = NULL, coverage = NULL, coverage_hash = NULL
    FROM others WHERE t.codebase_id = $1::text AND t.id = others.id
    RETURNING t.path
    """
  end

  defp name(prefix), do: Table.qualified(prefix, :codebase_metadata)
end

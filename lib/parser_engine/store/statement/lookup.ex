defmodule ParserEngine.Store.Statement.Lookup do
  @moduledoc false
  # What the tables know of paths.

  alias ParserEngine.Store.{Statement, Table}
  alias ParserEngine.Store.Statement.Refusal

  @doc "$1 codebase, $2 paths: what the table knows of them, rows and refusals."
  def stored(prefix, table) do
    select_stored(prefix, table) <>
      " AND t.#{table.path} = #{any_of_paths()} UNION ALL " <>
      Refusal.stored(prefix, table)
  end

  # A comparison with the array itself PostgreSQL plans anew at each call, which takes as long as the
  # answer. How many paths a query yields it takes for granted.
  @doc "Any of the paths in $2."
  def any_of_paths, do: "ANY(ARRAY(SELECT unnest($2::text[])))"

  @doc """
  $1 codebase, $2 paths: a new generation, and beside it what each table knows of them, with the
  table's name first. One row without a name where none knows anything.
  """
  def look(prefix, tables) do
    known =
      Enum.map_join(tables, " UNION ALL ", fn table ->
        "SELECT '#{table.name}', s.* FROM (#{stored(prefix, table)}) AS s"
      end)

    """
    WITH taken AS MATERIALIZED (#{Statement.next_generation(prefix)} AS generation)
    SELECT taken.generation, known.* FROM taken LEFT JOIN (#{known}) AS known ON true
    """
  end

  @doc "$1 codebase, $2 path, $3 and $4 bounds of what lies below it, $5 after which path."
  def stored_page(prefix, table) do
    select_stored(prefix, table) <>
      """
       AND t.#{table.path} > $5::text
       AND ($2::text = '' OR t.#{table.path} = $2::text
            OR (t.#{table.path} >= $3::text AND t.#{table.path} < $4::text))
       ORDER BY t.#{table.path} LIMIT 5000
      """
  end

  defp select_stored(prefix, table) do
    """
    SELECT t.#{table.path}, t.codebase_path, t.#{table.hash}, t.analysis_version, t.#{table.size},
           t.mtime_ns, t.ctime_ns, t.inode, #{Statement.racy("t.updated_at", "t")},
           t.parse_status, t.parse_timeout, NULL::text, NULL::text
    FROM #{Table.qualified(prefix, table.name)} AS t
    WHERE t.codebase_id = $1::text
    """
  end
end

defmodule ParserEngine.Store.Statement.Lookup do
  @moduledoc false
  # What the tables know of paths.

  alias ParserEngine.Store.{Statement, Table}
  alias ParserEngine.Store.Statement.Refusal

  @doc """
  $1 codebase, $2 paths: what the tables know of them, rows and refusals, with the name of the table
  first.
  """
  def stored(prefix, tables) do
    rows =
      for table <- tables,
          do: select_stored(prefix, table) <> " AND t.#{table.path} = #{any_of_paths()}"

    Enum.join(rows ++ [Refusal.stored(prefix, tables)], " UNION ALL ")
  end

  # A comparison with the array itself PostgreSQL plans anew at each call, which takes as long as the
  # answer. How many paths a query yields it takes for granted.
  @doc "Any of the paths in $2."
  def any_of_paths, do: "ANY(ARRAY(SELECT unnest($2::text[])))"

  @doc """
  The same with a new generation before the table's name. One row without a name where none knows
  anything.
  """
  def look(prefix, tables) do
    """
    WITH taken AS MATERIALIZED (#{Statement.next_generation(prefix)} AS generation)
    SELECT taken.generation, known.*
    FROM taken LEFT JOIN (#{stored(prefix, tables)}) AS known ON true
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
    SELECT '#{table.name}', t.#{table.path}, t.codebase_path, t.#{table.hash}, t.analysis_version,
           t.#{table.size}, t.mtime_ns, t.ctime_ns, t.inode, #{Statement.racy("t.updated_at", "t")},
           t.parse_status, t.parse_timeout, NULL::text, NULL::text
    FROM #{Table.qualified(prefix, table.name)} AS t
    WHERE t.codebase_id = $1::text
    """
  end
end

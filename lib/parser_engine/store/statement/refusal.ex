defmodule ParserEngine.Store.Statement.Refusal do
  @moduledoc false
  # Files that have no row in a table, and why.

  alias ParserEngine.Store.{Statement, Table}
  alias ParserEngine.Store.Statement.Lookup

  @doc "$1 codebase, $2 paths: what is known of them, in the columns of `Statement.Lookup.stored/2`."
  def stored(prefix, tables),
    do: select(prefix, tables) <> " AND f.path = " <> Lookup.any_of_paths()

  @doc "$1 codebase, $2 path, $3 and $4 bounds of what lies below it."
  def stored_below(prefix, table) do
    select(prefix, [table]) <>
      """
       AND ($2::text = '' OR f.path = $2::text OR (f.path >= $3::text AND f.path < $4::text))
      """
  end

  defp select(prefix, tables) do
    """
    SELECT f.table_name, f.path, NULL::text, f.hash, f.analysis_version, f.size, f.mtime_ns,
           f.ctime_ns, f.inode, #{Statement.racy("f.refused_at", "f")}, NULL::text, NULL::int8,
           f.reason, f.detail
    FROM #{name(prefix)} AS f
    WHERE f.codebase_id = $1::text
      AND f.table_name IN (#{Enum.map_join(tables, ", ", &"'#{&1.name}'")})
    """
  end

  @doc "$1 codebase, $2 path: the refusal of one path."
  def one(prefix, table) do
    """
    SELECT f.reason, f.detail, f.hash, f.refused_at FROM #{name(prefix)} AS f
    WHERE f.codebase_id = $1::text AND f.table_name = '#{table.name}' AND f.path = $2::text
    """
  end

  @doc """
  $1 codebase, $2 generation, $3 analysis version; $4 paths, $5 hashes, $6 sizes, $7 times of
  modification, $8 of change, $9 inodes, $10 reasons, $11 details. An earlier row goes: it tells
  what is not in the file any more.
  """
  def record(prefix, table) do
    rows = Table.qualified(prefix, table.name)

    """
    WITH doomed AS MATERIALIZED (
      SELECT t.id FROM #{rows} AS t
      WHERE t.codebase_id = $1::text AND t.generation < $2::int8
        AND t.#{table.path} = ANY($4::text[])
      ORDER BY t.#{table.path} FOR UPDATE OF t
    ), gone AS (
      DELETE FROM #{rows} AS t
      WHERE t.codebase_id = $1::text AND t.id = ANY(ARRAY(SELECT id FROM doomed))
    )
    INSERT INTO #{name(prefix)} AS f (codebase_id, table_name, path, hash, analysis_version, size,
      mtime_ns, ctime_ns, inode, reason, detail, generation)
    SELECT $1::text, '#{table.name}', r.path, r.hash, $3::text, r.size, r.mtime_ns, r.ctime_ns,
           r.inode, r.reason, r.detail, $2::int8
    FROM unnest($4::text[], $5::text[], $6::int8[], $7::int8[], $8::int8[], $9::int8[],
                $10::text[], $11::text[])
           AS r(path, hash, size, mtime_ns, ctime_ns, inode, reason, detail)
    WHERE NOT EXISTS (
        SELECT FROM #{rows} AS t WHERE t.codebase_id = $1::text AND t.#{table.path} = r.path
          AND t.generation > $2::int8)
      AND NOT EXISTS (
        SELECT FROM #{Table.qualified(prefix, :parser_engine_tombstones)} AS d
        WHERE d.codebase_id = $1::text AND d.path = r.path AND d.generation > $2::int8)
    ORDER BY r.path
    ON CONFLICT (codebase_id, table_name, hashtextextended(path, 0)) DO UPDATE
    SET path = EXCLUDED.path, hash = EXCLUDED.hash, size = EXCLUDED.size,
        analysis_version = EXCLUDED.analysis_version, mtime_ns = EXCLUDED.mtime_ns,
        ctime_ns = EXCLUDED.ctime_ns, inode = EXCLUDED.inode, reason = EXCLUDED.reason,
        detail = EXCLUDED.detail, generation = EXCLUDED.generation, refused_at = now()
    WHERE f.generation <= EXCLUDED.generation
    """
  end

  @doc "A part of `Statement.delete/2`, with its parameters."
  def delete(prefix, table) do
    """
    DELETE FROM #{name(prefix)} AS f
    WHERE f.codebase_id = $1::text AND f.table_name = '#{table.name}' AND f.generation < $2::int8
      AND (f.path = ANY($3::text[]) OR EXISTS (
        SELECT FROM unnest($4::text[], $5::text[]) AS p(low, high)
        WHERE f.path >= p.low AND f.path < p.high))
    """
  end

  @doc "$1 codebase: removes refusals of what has a later row."
  def sweep(prefix, table) do
    """
    DELETE FROM #{name(prefix)} AS f USING #{Table.qualified(prefix, table.name)} AS t
    WHERE f.codebase_id = $1::text AND f.table_name = '#{table.name}'
      AND t.codebase_id = f.codebase_id AND t.#{table.path} = f.path
      AND t.generation > f.generation
    """
  end

  @doc "The quoted name of the refusals."
  def name(prefix), do: Table.qualified(prefix, :parser_engine_refusals)
end

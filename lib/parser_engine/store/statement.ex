defmodule ParserEngine.Store.Statement do
  @moduledoc false
  # Every statement of the store as text; parameters are only text, int8 and arrays of them.
  # Each locks its rows in the order of their paths, so that two writers never wait for each other.

  alias ParserEngine.Store.Statement.Refusal
  alias ParserEngine.Store.Table

  # A longer path may be too long for an index. One that was short enough for its row lacks a
  # tombstone, and an older reading of it stays until the next comparison.
  @longest_path 2_000

  @doc "A number that is larger than all that were taken before."
  def next_generation(prefix),
    do: "SELECT nextval(#{Table.literal(prefix, :parser_engine_generation)}::regclass)"

  # The last generation is known at once to everybody, whoever took it. Out of sight of the planner: for
  # what a value spares it would plan the statement anew at each call.
  defp old_generation(prefix) do
    sequence = Table.literal(prefix, :parser_engine_generation)

    "SELECT $5::int8 AS generation, CASE WHEN $5::int8 IS NOT NULL " <>
      "THEN $5::int8 = pg_sequence_last_value(#{sequence}::regclass) END AS is_last"
  end

  @doc """
  Whether a file was changed within two seconds before its row was written: it may have been
  changed again in the same tick of its clock. Whoever writes a file can set one of its times back,
  and not every file system keeps the other.
  """
  def racy(written, file) do
    "(extract(epoch from #{written}) * 1000000000)::int8 - " <>
      "greatest(#{file}.mtime_ns, #{file}.ctime_ns) < 2000000000"
  end

  @doc """
  $1 rows as a JSON array, $2 codebase, $3 the directories above them, each with its slash, $4 the
  time that a parse was given, $5 the generation of the rows where it is an old one: they are written
  over rows alone, and only as long as nobody has taken another. Answers the paths that were written.
  """
  def upsert(prefix, table) do
    name = Table.qualified(prefix, table.name)
    columns = Enum.join(table.columns, ", ")

    """
    WITH given AS MATERIALIZED (#{old_generation(prefix)}), removed AS MATERIALIZED (
      SELECT d.path, d.generation FROM #{tombstones(prefix)} AS d
      WHERE d.codebase_id = $2::text AND d.path = ANY($3::text[])
    ), written AS (
      INSERT INTO #{name} AS t (#{columns}, parse_timeout)
      SELECT #{Enum.map_join(table.columns, ", ", &"r.#{&1}")},
             CASE WHEN r.parse_status = 'timeout' THEN $4::int8 END
      FROM jsonb_populate_recordset(NULL::#{name}, $1::text::jsonb) AS r
      WHERE ((SELECT generation FROM given) IS NULL OR (SELECT is_last FROM given) AND (
          SELECT true FROM #{name} AS o
          WHERE o.codebase_id = r.codebase_id AND o.#{table.path} = r.#{table.path}))
        AND NOT EXISTS (
          SELECT FROM #{tombstones(prefix)} AS d
          WHERE d.codebase_id = r.codebase_id AND d.path = r.#{table.path}
            AND d.generation > r.generation)
        AND NOT EXISTS (
          SELECT FROM removed AS d
          WHERE starts_with(r.#{table.path}, d.path) AND d.generation > r.generation)
        AND NOT EXISTS (
          SELECT FROM #{Refusal.name(prefix)} AS f
          WHERE f.codebase_id = r.codebase_id AND f.table_name = '#{table.name}'
            AND f.path = r.#{table.path} AND f.generation > r.generation)
      ORDER BY r.codebase_id, r.#{table.path}
      ON CONFLICT (codebase_id, #{table.path}) DO UPDATE SET #{assignments(table)}
      WHERE t.generation < EXCLUDED.generation OR t.generation = (SELECT generation FROM given)
      RETURNING t.#{table.path} AS path, t.generation
    ), accepted AS (
      DELETE FROM #{Refusal.name(prefix)} AS f USING written AS w
      WHERE f.codebase_id = $2::text AND f.table_name = '#{table.name}' AND f.path = w.path
        AND f.generation < w.generation
    )
    SELECT path FROM written
    """
  end

  # The generation is written even if nothing else is: a later reading has confirmed the row.
  defp assignments(table) do
    small = table.columns -- ["codebase_id", table.path | table.large]

    Enum.join(
      Enum.map(small ++ ["parse_timeout"], &excluded/1) ++
        Enum.map(table.large, &excluded_or_same(table, &1)) ++
        Enum.map(table.stamps, &now_or_same(table, &1)),
      ", "
    )
  end

  defp now_or_same(table, stamp),
    do: "#{stamp} = CASE WHEN #{differs(table)} THEN now() ELSE t.#{stamp} END"

  # What tells a version of a row from another; all else follows from it.
  defp differs(table) do
    columns =
      [table.hash] ++
        ~w(analysis_version parse_status parse_timeout codebase_path mtime_ns ctime_ns inode)

    [old, new] = for row <- ["t", "EXCLUDED"], do: Enum.map_join(columns, ", ", &"#{row}.#{&1}")
    "(#{old}) IS DISTINCT FROM (#{new})"
  end

  defp excluded(column), do: "#{column} = EXCLUDED.#{column}"

  # The old value stays where it is out of line, the same value given anew would be written once
  # more. Of the same content most values are the same, of another one hardly any.
  defp excluded_or_same(table, column) do
    "#{column} = CASE WHEN t.#{table.hash} = EXCLUDED.#{table.hash} " <>
      "AND t.#{column} IS NOT DISTINCT FROM EXCLUDED.#{column} " <>
      "THEN t.#{column} ELSE EXCLUDED.#{column} END"
  end

  @doc """
  $1 codebase, $2 generation, $3 paths, $4 hashes, $5 times of modification, $6 of change, $7 inodes,
  $8 root: same content. A row that was written too soon after its file is dated anew, once it is no
  longer too soon. Answers the paths that have a row with this content.
  """
  def touch(prefix, table) do
    name = Table.qualified(prefix, table.name)

    """
    WITH seen AS MATERIALIZED (
      SELECT t.id, t.#{table.path} AS path, r.mtime_ns, r.ctime_ns, r.inode,
             #{settled("t.updated_at", "r")} AS settled
      FROM #{name} AS t
      JOIN unnest($3::text[], $4::text[], $5::int8[], $6::int8[], $7::int8[])
             AS r(path, hash, mtime_ns, ctime_ns, inode)
        ON t.#{table.path} = r.path AND t.#{table.hash} = r.hash
      WHERE t.codebase_id = $1::text
      ORDER BY t.#{table.path} FOR UPDATE OF t
    ), touched AS (
      UPDATE #{name} AS t
      SET mtime_ns = seen.mtime_ns, ctime_ns = seen.ctime_ns, inode = seen.inode,
          codebase_path = $8::text, generation = $2::int8,
          updated_at = CASE WHEN seen.settled THEN now() ELSE t.updated_at END#{last_modified(table)}
      FROM seen
      WHERE t.codebase_id = $1::text AND t.id = seen.id AND t.generation < $2::int8
    )
    SELECT path FROM seen
    """
  end

  defp settled(written, file),
    do: "(#{racy(written, file)} AND NOT #{racy("now()", file)})"

  defp last_modified(%Table{name: :codebase_metadata}),
    do: ", last_modified = floor(seen.mtime_ns / 1000000000.0)::int8"

  defp last_modified(%Table{}), do: ""

  @doc """
  $1 codebase, $2 generation, $3 paths, $4 and $5 bounds of what lies below some of them. Leaves
  tombstones, so that no older reading brings a row back: one for each path, and for all that may
  be below it one under its name with the slash. Answers the deleted paths.
  """
  def delete(prefix, table) do
    """
    #{take_away(prefix, table)}, buried AS (
      INSERT INTO #{tombstones(prefix)} AS d (codebase_id, path, generation)
      SELECT $1::text, dead.path, $2::int8
      FROM (SELECT path FROM gone UNION SELECT unnest($3::text[])
            UNION SELECT low FROM unnest($4::text[]) AS p(low)
                  WHERE low <> ALL(ARRAY(SELECT path || '/' FROM gone))) AS dead(path)
      WHERE octet_length(dead.path) <= #{@longest_path}
      ORDER BY dead.path
      ON CONFLICT (codebase_id, path) DO UPDATE
        SET generation = greatest(d.generation, EXCLUDED.generation), deleted_at = now()
    )
    SELECT path FROM gone
    """
  end

  @doc "With the parameters of `delete/2`: what it did not see. The tombstones are there."
  def delete_late(prefix, table), do: take_away(prefix, table) <> " SELECT path FROM gone"

  # One condition for both kinds would be of no use to the index, and arrays of keys keep the
  # planner from joining thousands of rows with each other where it has no statistics yet. The
  # paths are tested again on the locked row: it may have been renamed since.
  defp take_away(prefix, table) do
    name = Table.qualified(prefix, table.name)

    """
    WITH doomed AS MATERIALIZED (
      SELECT t.id
      FROM #{name} AS t
      WHERE t.codebase_id = $1::text AND t.generation < $2::int8 AND t.id = ANY(ARRAY(
        SELECT t.id FROM #{name} AS t
        WHERE t.codebase_id = $1::text AND t.#{table.path} = ANY($3::text[])
        UNION
        SELECT t.id FROM unnest($4::text[], $5::text[]) AS p(low, high)
        JOIN #{name} AS t
          ON t.codebase_id = $1::text AND t.#{table.path} >= p.low AND t.#{table.path} < p.high))
        AND (t.#{table.path} = ANY($3::text[]) OR EXISTS (
          SELECT FROM unnest($4::text[], $5::text[]) AS p(low, high)
          WHERE t.#{table.path} >= p.low AND t.#{table.path} < p.high))
      ORDER BY t.#{table.path} FOR UPDATE OF t
    ), gone AS (
      DELETE FROM #{name} AS t
      WHERE t.codebase_id = $1::text AND t.id = ANY(ARRAY(SELECT id FROM doomed))
      RETURNING t.#{table.path} AS path
    ), accepted AS (
      #{Refusal.delete(prefix, table)}
    )
    """
    |> String.trim_trailing()
  end

  @doc """
  Other transactions that write to a table now. One that began before a deletion was committed may
  not see its tombstones; one that is not among these afterwards, and begins later, sees them.
  """
  def writers(prefix, table) do
    """
    SELECT DISTINCT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
      AND pid <> pg_backend_pid()
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND relation = #{Table.literal(prefix, table.name)}::regclass
    """
  end

  @doc "$1 codebase, $2 hashes: which paths have these contents."
  def with_content(prefix, table) do
    """
    SELECT t.#{table.path}, t.#{table.hash} FROM #{Table.qualified(prefix, table.name)} AS t
    WHERE t.codebase_id = $1::text AND t.#{table.hash} = ANY($2::text[]) LIMIT 1000
    """
  end

  @doc """
  $1 codebase, $2 generation, $3 old paths, $4 new ones. The generation of the rows stays, so that
  those that follow under the new path overwrite them.
  """
  def rename(prefix, table) do
    name = Table.qualified(prefix, table.name)

    """
    WITH renamed AS MATERIALIZED (
      SELECT t.id, r.old, r.new
      FROM #{name} AS t JOIN unnest($3::text[], $4::text[]) AS r(old, new) ON t.#{table.path} = r.old
      WHERE t.codebase_id = $1::text AND t.generation < $2::int8
        AND NOT EXISTS (
          SELECT FROM #{name} AS o WHERE o.codebase_id = $1::text AND o.#{table.path} = r.new)
        AND NOT EXISTS (
          SELECT FROM #{tombstones(prefix)} AS d
          WHERE d.codebase_id = $1::text AND d.path = r.new AND d.generation > $2::int8)
      ORDER BY t.#{table.path} FOR UPDATE OF t
    ), moved AS (
      UPDATE #{name} AS t SET #{table.path} = renamed.new, analysis_version = ''
      FROM renamed WHERE t.codebase_id = $1::text AND t.id = renamed.id
    )
    INSERT INTO #{tombstones(prefix)} AS d (codebase_id, path, generation)
    SELECT $1::text, old, $2::int8 FROM renamed
    WHERE octet_length(old) <= #{@longest_path} ORDER BY old
    ON CONFLICT (codebase_id, path) DO UPDATE
      SET generation = greatest(d.generation, EXCLUDED.generation), deleted_at = now()
    """
  end

  @doc "$1 codebase, $2 the number after which counting ends."
  def count(prefix, table) do
    """
    SELECT count(*) FROM (
      SELECT FROM #{Table.qualified(prefix, table.name)} WHERE codebase_id = $1::text LIMIT $2::int8
    ) AS counted
    """
  end

  @doc "Removes tombstones that no running job can be older than."
  def sweep(prefix) do
    "DELETE FROM #{tombstones(prefix)} " <>
      "WHERE codebase_id = $1::text AND deleted_at < now() - interval '1 hour'"
  end

  @doc "$1 codebase: how many rows there are of each language and parse status."
  def counts(prefix, table) do
    """
    SELECT language, parse_status, count(*) FROM #{Table.qualified(prefix, table.name)}
    WHERE codebase_id = $1::text GROUP BY language, parse_status ORDER BY language, parse_status
    """
  end

  @doc "$1 codebase, $2 path."
  def record(prefix, table) do
    """
    SELECT #{Enum.map_join(Table.scalars(table), ", ", &to_string/1)}
    FROM #{Table.qualified(prefix, table.name)}
    WHERE codebase_id = $1::text AND #{table.path} = $2::text
    """
  end

  defp tombstones(prefix), do: Table.qualified(prefix, :parser_engine_tombstones)
end

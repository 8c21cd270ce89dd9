defmodule ParserEngine.Store.Statement.Codebase do
  @moduledoc false
  # Whole codebases: what there is of each, and how all of one goes.

  alias ParserEngine.Store.Table

  @tables [
    :code_files,
    :codebase_metadata,
    :parser_engine_refusals,
    :parser_engine_tombstones,
    :parser_engine_leases,
    :parser_engine_roots,
    :parser_engine_snapshots,
    :parser_engine_lexemes,
    :parser_engine_lexeme_totals,
    :parser_engine_graphs
  ]

  @doc "Each codebase of which anything is known, with who leads, the one written last first."
  def list(prefix) do
    """
    SELECT c.codebase_id, max(c.root), sum(c.code_files)::int8, sum(c.codebase_metadata)::int8,
           max(c.written), max(l.holder)
    FROM (
      SELECT codebase_id, max(codebase_path) AS root, count(*) AS code_files,
             0 AS codebase_metadata, max(updated_at) AS written
      FROM #{Table.qualified(prefix, :code_files)} GROUP BY codebase_id
      UNION ALL
      SELECT codebase_id, max(codebase_path), 0, count(*), max(updated_at)
      FROM #{Table.qualified(prefix, :codebase_metadata)} GROUP BY codebase_id
      UNION ALL
      SELECT codebase_id, NULL, 0, 0, max(refused_at)
      FROM #{Table.qualified(prefix, :parser_engine_refusals)} GROUP BY codebase_id
      UNION ALL
      SELECT s.codebase_id, NULL, 0, 0, max(s.taken_at)
      FROM #{Table.qualified(prefix, :parser_engine_snapshots)} AS s
      WHERE NOT EXISTS (
        SELECT FROM #{Table.qualified(prefix, :codebase_metadata)} AS t
        WHERE t.codebase_id = s.codebase_id)
      GROUP BY s.codebase_id
    ) AS c
    LEFT JOIN #{Table.qualified(prefix, :parser_engine_leases)} AS l
      ON l.codebase_id = c.codebase_id AND l.expires_at > clock_timestamp()
    GROUP BY c.codebase_id ORDER BY max(c.written) DESC, c.codebase_id
    """
  end

  @doc "$1 codebase: all that is known of it goes. Answers how many rows that were."
  def delete(prefix) do
    parts =
      Enum.map_join(@tables, ", ", fn table ->
        "#{table} AS (DELETE FROM #{Table.qualified(prefix, table)} " <>
          "WHERE codebase_id = $1::text RETURNING 1)"
      end)

    counted = Enum.map_join(@tables, " + ", &"(SELECT count(*) FROM #{&1})")
    "WITH #{parts} SELECT #{counted}"
  end
end

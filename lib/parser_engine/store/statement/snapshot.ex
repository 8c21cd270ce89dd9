defmodule ParserEngine.Store.Statement.Snapshot do
  @moduledoc false
  # Totals of a codebase at several times. Of each hour there is one, the last.

  alias ParserEngine.Store.Statement.Report
  alias ParserEngine.Store.Table

  # As many points as a chart can show.
  @most 300

  @doc "$1 codebase: what it comes to now, where it has any row."
  def take(prefix) do
    """
    INSERT INTO #{name(prefix)} AS s (codebase_id, taken_at, totals)
    SELECT $1::text, now(), told.totals FROM (
      SELECT #{Report.totals_object()} AS totals, count(*) AS files
      FROM #{Table.qualified(prefix, :codebase_metadata)} AS t WHERE t.codebase_id = $1::text
    ) AS told WHERE told.files > 0
    ON CONFLICT (codebase_id, (date_trunc('hour', taken_at AT TIME ZONE 'UTC')))
      DO UPDATE SET taken_at = EXCLUDED.taken_at, totals = EXCLUDED.totals
    """
  end

  @doc "$1 codebase: a JSON array of them in their order, thinned out where there are many."
  def list(prefix) do
    """
    SELECT coalesce(jsonb_agg(jsonb_build_object(
             'taken_at', to_char(s.taken_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
             'totals', s.totals) ORDER BY s.taken_at), '[]')::text
    FROM (
      SELECT taken_at, totals, count(*) OVER () AS all_of_them,
             row_number() OVER (ORDER BY taken_at DESC) - 1 AS age
      FROM #{name(prefix)} WHERE codebase_id = $1::text
    ) AS s
    WHERE s.age % ((s.all_of_them + #{@most - 1}) / #{@most}) = 0
    """
  end

  defp name(prefix), do: Table.qualified(prefix, :parser_engine_snapshots)
end

defmodule ParserEngine.Migrations.V03 do
  @moduledoc false
  # Frozen: a change to the tables is a new version beside this one.
  # What links between files are found by, what tells the links that a row holds, what clones are
  # found by, the clones themselves and what tells those that a row holds, test coverage with the hash
  # of the content that it was measured on, a quality score that is always that of the other columns,
  # which directory the tables tell of, and totals of codebases at several times.

  # A generated column comes after those that it is made of.
  @codebase_metadata [
    metadata: "jsonb",
    links_hash: "bigint",
    clone_tokens: "text",
    clones: "jsonb",
    clone_count: "integer",
    clones_hash: "bigint",
    coverage: "jsonb",
    coverage_hash: "text",
    coverage_stale: "boolean GENERATED ALWAYS AS (coverage_hash <> content_hash) STORED"
  ]

  @doc false
  @spec up(String.t()) :: [String.t()]
  def up(schema) do
    [
      drop_columns(schema, :codebase_metadata, quality_score: nil),
      add_columns(
        schema,
        :codebase_metadata,
        @codebase_metadata ++ [quality_score: quality_score()]
      ),
      roots(schema),
      snapshots(schema),
      snapshots_of_an_hour(schema)
    ]
  end

  @doc false
  @spec down(String.t()) :: [String.t()]
  def down(schema) do
    [
      "DROP TABLE IF EXISTS #{schema}.parser_engine_snapshots",
      "DROP TABLE IF EXISTS #{schema}.parser_engine_roots",
      drop_columns(schema, :codebase_metadata, [quality_score: nil] ++ @codebase_metadata),
      add_columns(schema, :codebase_metadata, quality_score: "double precision")
    ]
  end

  defp roots(schema) do
    """
    CREATE TABLE #{schema}.parser_engine_roots (
      codebase_id text PRIMARY KEY,
      accepted text NOT NULL,
      mounts text[] NOT NULL,
      accepted_at timestamptz NOT NULL DEFAULT now(),
      former_rows bigint
    )
    """
  end

  defp snapshots(schema) do
    """
    CREATE TABLE #{schema}.parser_engine_snapshots (
      codebase_id text NOT NULL,
      taken_at timestamptz NOT NULL,
      totals jsonb NOT NULL,
      PRIMARY KEY (codebase_id, taken_at)
    )
    """
  end

  defp snapshots_of_an_hour(schema) do
    "CREATE UNIQUE INDEX parser_engine_snapshots_hour ON #{schema}.parser_engine_snapshots " <>
      "(codebase_id, (date_trunc('hour', taken_at AT TIME ZONE 'UTC')))"
  end

  # From 0 to 100 each, with their weights.
  @quality [
    {"maintainability_index", 30},
    # The largest of some values leaves NULL out.
    {"CASE WHEN technical_debt_ratio IS NOT NULL " <>
       "THEN 100 * greatest(0, 1 - 2 * technical_debt_ratio) END", 25},
    {"security_score", 20},
    {"100 * documentation_coverage", 10},
    {"100 - duplication_percentage", 10},
    {"100 * test_coverage", 5}
  ]

  # The weighted mean of those that there are. Data and documents have no index, and no quality.
  defp quality_score do
    sum =
      Enum.map_join(@quality, " + ", fn {part, weight} -> "coalesce(#{weight} * (#{part}), 0)" end)

    weights =
      Enum.map_join(@quality, " + ", fn {part, weight} ->
        "CASE WHEN (#{part}) IS NULL THEN 0 ELSE #{weight} END"
      end)

    "double precision GENERATED ALWAYS AS (CASE WHEN maintainability_index IS NOT NULL " <>
      "THEN round((#{sum})::numeric / (#{weights}), 4)::double precision END) STORED"
  end

  defp add_columns(schema, table, columns) do
    added = Enum.map_join(columns, ", ", fn {name, type} -> "ADD COLUMN #{name} #{type}" end)
    "ALTER TABLE #{schema}.#{table} #{added}"
  end

  defp drop_columns(schema, table, columns) do
    dropped =
      columns
      |> Enum.reverse()
      |> Enum.map_join(", ", fn {name, _type} -> "DROP COLUMN IF EXISTS #{name}" end)

    "ALTER TABLE #{schema}.#{table} #{dropped}"
  end
end

defmodule ParserEngine.Migrations.V03 do
  @moduledoc false
  # Frozen: a change to the tables is a new version beside this one.
  # What links between files are found by, what tells the links that a row holds, and test coverage
  # with the hash of the content that it was measured on.

  # A generated column comes after those that it is made of.
  @codebase_metadata [
    metadata: "jsonb",
    links_hash: "bigint",
    coverage: "jsonb",
    coverage_hash: "text",
    coverage_stale: "boolean GENERATED ALWAYS AS (coverage_hash <> content_hash) STORED"
  ]

  @doc false
  @spec up(String.t()) :: [String.t()]
  def up(schema), do: [add_columns(schema, :codebase_metadata, @codebase_metadata)]

  @doc false
  @spec down(String.t()) :: [String.t()]
  def down(schema), do: [drop_columns(schema, :codebase_metadata, @codebase_metadata)]

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

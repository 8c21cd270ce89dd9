defmodule ParserEngine.Migrations.V05 do
  @moduledoc false
  # Frozen: a change to the tables is a new version beside this one.
  # From which files each codebase's dependencies, scores and clones were written.

  @doc false
  @spec up(String.t()) :: [String.t()]
  def up(schema) do
    [
      """
      CREATE TABLE #{schema}.parser_engine_graphs (
        codebase_id text PRIMARY KEY,
        made_from text NOT NULL,
        files bigint NOT NULL,
        edges bigint NOT NULL,
        made_at timestamptz NOT NULL DEFAULT now()
      )
      """
    ]
  end

  @doc false
  @spec down(String.t()) :: [String.t()]
  def down(schema), do: ["DROP TABLE IF EXISTS #{schema}.parser_engine_graphs"]
end

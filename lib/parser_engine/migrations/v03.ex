defmodule ParserEngine.Migrations.V03 do
  @moduledoc false
  # Frozen: a change to the tables is a new version beside this one.
  # What the links between files are found by, and what tells the links that a row holds.

  @columns [metadata: "jsonb", links_hash: "bigint"]

  @doc false
  @spec up(String.t()) :: [String.t()]
  def up(schema) do
    added = for {name, type} <- @columns, do: "ADD COLUMN #{name} #{type}"
    ["ALTER TABLE #{schema}.codebase_metadata #{Enum.join(added, ", ")}"]
  end

  @doc false
  @spec down(String.t()) :: [String.t()]
  def down(schema) do
    dropped = for {name, _type} <- @columns, do: "DROP COLUMN IF EXISTS #{name}"
    ["ALTER TABLE #{schema}.codebase_metadata #{Enum.join(dropped, ", ")}"]
  end
end

defmodule ParserEngine.Migrations.V02 do
  @moduledoc false
  # Frozen: a change to the tables is a new version beside this one.
  # What a table refuses and why, who leads, rows by the hash of their content, the time that a
  # parse was given in vain, when a file was changed last, and more room for updates.

  @hashes [code_files: "hash", codebase_metadata: "content_hash"]

  @doc false
  @spec up(String.t()) :: [String.t()]
  def up(schema) do
    [refusals(schema), refusals_key(schema), leases(schema)] ++
      for({table, hash} <- @hashes, do: hash_index(schema, table, hash)) ++
      for({table, _hash} <- @hashes, do: add_columns(schema, table)) ++
      for({table, _hash} <- @hashes, do: fillfactor(schema, table, 60))
  end

  @doc false
  @spec down(String.t()) :: [String.t()]
  def down(schema) do
    for({table, _hash} <- @hashes, do: fillfactor(schema, table, 80)) ++
      for({table, _hash} <- @hashes, do: drop_columns(schema, table)) ++
      for({table, _hash} <- @hashes, do: "DROP INDEX IF EXISTS #{schema}.#{index_name(table)}") ++
      [
        "DROP TABLE IF EXISTS #{schema}.parser_engine_leases",
        "DROP TABLE IF EXISTS #{schema}.parser_engine_refusals"
      ]
  end

  defp refusals(schema) do
    """
    CREATE TABLE #{schema}.parser_engine_refusals (
      codebase_id text NOT NULL,
      table_name text NOT NULL,
      path text COLLATE "C" NOT NULL,
      hash text NOT NULL,
      analysis_version text NOT NULL,
      size bigint NOT NULL,
      mtime_ns bigint NOT NULL,
      ctime_ns bigint NOT NULL,
      inode bigint NOT NULL,
      reason text NOT NULL,
      detail text NOT NULL,
      generation bigint NOT NULL,
      refused_at timestamptz NOT NULL DEFAULT now()
    )
    """
  end

  # A path that is too long for an index is itself a reason to be refused, so the key takes a hash
  # of it. Of two paths with the same hash the earlier one is forgotten, and tried once more.
  defp refusals_key(schema) do
    "CREATE UNIQUE INDEX parser_engine_refusals_key ON #{schema}.parser_engine_refusals " <>
      "(codebase_id, table_name, hashtextextended(path, 0))"
  end

  defp leases(schema) do
    """
    CREATE TABLE #{schema}.parser_engine_leases (
      codebase_id text PRIMARY KEY,
      holder text NOT NULL,
      expires_at timestamptz NOT NULL
    )
    """
  end

  defp hash_index(schema, table, hash),
    do: "CREATE INDEX #{index_name(table)} ON #{schema}.#{table} (codebase_id, #{hash})"

  defp index_name(table), do: "#{table}_codebase_id_hash"

  # Room for the next version of each row beside it: a tree whose files all get another time, as
  # after a checkout, makes the tables grow by a twelfth; with 80 it was a quarter.
  defp fillfactor(schema, table, percent),
    do: "ALTER TABLE #{schema}.#{table} SET (fillfactor = #{percent})"

  # Rows of the version before lack the time of change, and so are looked at once more.
  defp add_columns(schema, table) do
    "ALTER TABLE #{schema}.#{table} ADD COLUMN parse_timeout bigint, ADD COLUMN ctime_ns bigint"
  end

  defp drop_columns(schema, table) do
    "ALTER TABLE #{schema}.#{table} " <>
      "DROP COLUMN IF EXISTS parse_timeout, DROP COLUMN IF EXISTS ctime_ns"
  end
end

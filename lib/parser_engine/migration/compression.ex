defmodule ParserEngine.Migration.Compression do
  @moduledoc false
  # How the largest columns are stored, which depends on what the server was built with.

  alias ParserEngine.Store.Table

  # lz4 takes a quarter of the time of the default, which would be a third of what PostgreSQL does
  # for a file. The tokens of duplication are nearly random, and as long after either.
  @compressible [
    code_files: "content",
    code_files: "ast_json",
    code_files: "symbols",
    code_files: "functions",
    codebase_metadata: "functions"
  ]
  @incompressible [codebase_metadata: "clone_tokens"]

  @doc """
  Sets lz4 where the server has it, and no compression where not. A table that is as it should be is
  not locked.
  """
  @spec statement(String.t()) :: String.t()
  def statement(prefix) do
    """
    DO $parser_engine$
    DECLARE
      lz4 bool := (SELECT 'lz4' = ANY(enumvals) FROM pg_settings
                   WHERE name = 'default_toast_compression');
      owner regclass;
      changes text;
    BEGIN
      FOR owner, changes IN
        SELECT a.attrelid, string_agg(format(CASE WHEN compressed
                 THEN 'ALTER COLUMN %1$I SET STORAGE EXTENDED, ALTER COLUMN %1$I SET COMPRESSION lz4'
                 ELSE 'ALTER COLUMN %1$I SET STORAGE EXTERNAL' END, a.attname), ', ')
        FROM (VALUES #{columns(prefix)}) AS c(owner, name, compressed)
        JOIN pg_attribute AS a ON a.attrelid = c.owner AND a.attname = c.name
        WHERE CASE WHEN compressed THEN a.attstorage <> 'x' OR a.attcompression <> 'l'
                   ELSE a.attstorage <> 'e' END
        GROUP BY a.attrelid ORDER BY a.attrelid
      LOOP
        EXECUTE format('ALTER TABLE %s %s', owner, changes);
      END LOOP;
    END
    $parser_engine$
    """
  end

  defp columns(prefix) do
    values(prefix, @compressible, "lz4") <> ", " <> values(prefix, @incompressible, "false")
  end

  defp values(prefix, columns, compressed) do
    Enum.map_join(columns, ", ", fn {table, name} ->
      "(#{Table.literal(prefix, table)}::regclass, #{Table.text(name)}, #{compressed})"
    end)
  end
end

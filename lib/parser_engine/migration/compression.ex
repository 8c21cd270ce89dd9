defmodule ParserEngine.Migration.Compression do
  @moduledoc false
  # How the largest columns are stored, which depends on what the server was built with.

  @code_files ~w(content ast_json symbols functions)
  @metadata ~w(functions clone_tokens)

  # lz4 takes a quarter of the time of the default, which would be a third of what PostgreSQL does
  # for a file. The tokens of duplication are nearly random, and as long after either.
  @wanted """
  CASE WHEN lz4 AND attname <> 'clone_tokens'
       THEN 'ALTER COLUMN %1$I SET STORAGE EXTENDED, ALTER COLUMN %1$I SET COMPRESSION lz4'
       ELSE 'ALTER COLUMN %1$I SET STORAGE EXTERNAL' END
  """
  @differs """
  CASE WHEN lz4 AND attname <> 'clone_tokens'
       THEN attstorage <> 'x' OR attcompression <> 'l' ELSE attstorage <> 'e' END
  """

  @doc """
  Sets lz4 where the server has it, and no compression where not. Takes the qualified names of the
  two tables. One that is as it should be is not locked.
  """
  @spec statement(String.t(), String.t()) :: String.t()
  def statement(code_files, metadata) do
    """
    DO $parser_engine$
    DECLARE
      lz4 bool := (SELECT 'lz4' = ANY(enumvals) FROM pg_settings
                   WHERE name = 'default_toast_compression');
      owner regclass;
      changes text;
    BEGIN
      FOR owner, changes IN
        SELECT attrelid, string_agg(format(#{@wanted}, attname), ', ') FROM pg_attribute
        WHERE (attrelid = #{regclass(code_files)} AND attname IN (#{names(@code_files)})
               OR attrelid = #{regclass(metadata)} AND attname IN (#{names(@metadata)}))
          AND #{@differs}
        GROUP BY attrelid ORDER BY attrelid
      LOOP
        EXECUTE format('ALTER TABLE %s %s', owner, changes);
      END LOOP;
    END
    $parser_engine$
    """
  end

  defp regclass(table), do: "'" <> String.replace(table, "'", "''") <> "'::regclass"
  defp names(columns), do: Enum.map_join(columns, ", ", &"'#{&1}'")
end

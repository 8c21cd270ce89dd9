defmodule ParserEngine.Migration do
  @moduledoc """
  Creates the tables, and brings them to the newest version.

  In a host application, from an Ecto migration:

      defmodule MyApp.Repo.Migrations.AddParserEngine do
        use Ecto.Migration

        def up, do: ParserEngine.Migration.up()
        def down, do: ParserEngine.Migration.down()
      end

  A later version of the library may bring further versions of the tables: another Ecto migration
  then calls `up()` again, and `down(version: n)` with the first of the versions that it added.

  Without Ecto, or by hand: `ParserEngine.Migration.run(repo)`.

  Options: `:prefix` (schema of the tables, default `"public"`), `:version` (stop there),
  `:dimensions` (of `vector_embedding`, at first 1536: an embedder whose vectors are longer needs
  more). The version is kept as the comment of the table `code_files`.

  Where the server has pgvector, `vector_embedding` is a `vector(1536)`, otherwise a `real[]` that
  becomes one when a later run finds the extension. The vectors of `code_symbols` are `halfvec`
  where pgvector has that type (0.7), otherwise `bytea`. They are written anew after their type has
  changed, and so are those of files after `:dimensions` has.
  """

  alias ParserEngine.{Error, Migrations}
  alias ParserEngine.Migration.Compression
  alias ParserEngine.Store.{Failure, Table}

  @compile {:no_warn_undefined, Ecto.Migration}

  @versions %{
    1 => Migrations.V01,
    2 => Migrations.V02,
    3 => Migrations.V03,
    4 => Migrations.V04,
    5 => Migrations.V05
  }
  @newest 5

  # What pgvector's `vector` can hold.
  @most_dimensions 16_000

  @doc "The newest version."
  @spec newest_version() :: pos_integer()
  def newest_version, do: @newest

  @doc "Inside an Ecto migration: up to the newest or the given version."
  @spec up(keyword()) :: :ok
  def up(options \\ []) do
    repo = Ecto.Migration.repo()

    case statements_up(repo, options) do
      {:ok, statements} -> Enum.each(statements, &Ecto.Migration.execute/1)
      {:error, reason} -> raise Error, reason
    end
  end

  @doc "Inside an Ecto migration: back to nothing, or to the version below `:version`."
  @spec down(keyword()) :: :ok
  def down(options \\ []) do
    repo = Ecto.Migration.repo()

    case migrated_version(repo, options) do
      {:ok, current} -> Enum.each(statements_down(current, options), &Ecto.Migration.execute/1)
      {:error, reason} -> raise Error, reason
    end
  end

  @doc "Runs what `up/1` would, through the repo, in one transaction."
  @spec run(module(), keyword()) :: :ok | {:error, Error.reason()}
  def run(repo, options \\ []),
    do: in_transaction(repo, fn -> statements_up(repo, options) end)

  @doc "Runs what `down/1` would, through the repo, in one transaction."
  @spec revert(module(), keyword()) :: :ok | {:error, Error.reason()}
  def revert(repo, options \\ []) do
    in_transaction(repo, fn ->
      with {:ok, current} <- migrated_version(repo, options),
           do: {:ok, statements_down(current, options)}
    end)
  end

  @doc "The version that the tables have; 0 where there are none."
  @spec migrated_version(module(), keyword()) ::
          {:ok, non_neg_integer()} | {:error, Error.reason()}
  def migrated_version(repo, options \\ []) do
    sql = "SELECT obj_description(to_regclass($1::text), 'pg_class')"
    name = Table.qualified(prefix(options), :code_files)

    with {:ok, %{rows: [[comment]]}} <- Failure.guard(fn -> repo.query(sql, [name], []) end) do
      {:ok, version(comment)}
    end
  end

  @doc "Whether the tables are at the newest version; the error tells what to do."
  @spec verify(module(), keyword()) :: :ok | {:error, Error.reason()}
  def verify(repo, options \\ []) do
    case migrated_version(repo, options) do
      {:ok, @newest} -> :ok
      {:ok, other} -> {:error, {:not_migrated, prefix(options), other}}
      failure -> failure
    end
  end

  defp version("parser_engine " <> number), do: String.to_integer(number)
  defp version(_none_or_foreign), do: 0

  defp statements_up(repo, options) do
    with {:ok, current} <- migrated_version(repo, options) do
      schema = Table.quote_name(prefix(options))
      target = Keyword.get(options, :version, @newest)
      {:ok, create_schema(schema) ++ steps_up(schema, current, target) ++ adapt(options)}
    end
  end

  defp create_schema(~s("public")), do: []
  defp create_schema(schema), do: ["CREATE SCHEMA IF NOT EXISTS #{schema}"]

  defp steps_up(_schema, current, target) when current >= target, do: []

  defp steps_up(schema, current, target) do
    Enum.flat_map((current + 1)..target, &Map.fetch!(@versions, &1).up(schema)) ++
      [comment(schema, target)]
  end

  defp statements_down(current, options) do
    schema = Table.quote_name(prefix(options))
    target = Keyword.get(options, :version, 1) - 1
    steps_down(schema, current, target)
  end

  defp steps_down(_schema, current, target) when current <= target, do: []

  defp steps_down(schema, current, target) do
    steps = Enum.flat_map(current..(target + 1)//-1, &Map.fetch!(@versions, &1).down(schema))
    if target == 0, do: steps, else: steps ++ [comment(schema, target)]
  end

  defp comment(schema, version),
    do: "COMMENT ON TABLE #{schema}.code_files IS 'parser_engine #{version}'"

  # What a server has may change between two runs, so this is done at each.
  defp adapt(options) do
    prefix = prefix(options)

    [
      vector(Table.literal(prefix, :codebase_metadata), dimensions(options)),
      halfvec(Table.literal(prefix, :code_symbols), Table.qualified(prefix, :codebase_metadata)),
      Compression.statement(prefix)
    ]
  end

  # Without a word of them they stay as they are.
  defp dimensions(options) do
    case Keyword.get(options, :dimensions) do
      nil -> nil
      count when is_integer(count) and count in 1..@most_dimensions -> count
      other -> raise Error, {:invalid_option, :dimensions, other, "1 to #{@most_dimensions}"}
    end
  end

  # The extension may be missing on the server, or not be ours to create: both are fine. Vectors
  # of another length are of no use; those that the library wrote are written anew.
  defp vector(table, dimensions) do
    {dimensions, other?} = if dimensions, do: {dimensions, true}, else: {1536, false}

    """
    DO $parser_engine$
    DECLARE extension_schema text; old_type oid; old_dimensions int;
    BEGIN
      BEGIN
        CREATE EXTENSION IF NOT EXISTS vector;
      EXCEPTION
        WHEN insufficient_privilege OR undefined_file OR feature_not_supported
          OR duplicate_object OR unique_violation THEN NULL;
      END;
      SELECT n.nspname INTO extension_schema
      FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
      WHERE e.extname = 'vector';
      SELECT atttypid, atttypmod INTO old_type, old_dimensions FROM pg_attribute
      WHERE attrelid = to_regclass(#{table}) AND attname = 'vector_embedding';
      IF extension_schema IS NOT NULL
        AND (old_type = 'real[]'::regtype OR (#{other?} AND old_dimensions <> #{dimensions}))
      THEN
        EXECUTE format(
          'ALTER TABLE %s ALTER COLUMN vector_embedding TYPE %I.vector(#{dimensions}) USING '
          'CASE WHEN cardinality(vector_embedding::real[]) = #{dimensions} '
          'THEN vector_embedding::real[]::%I.vector(#{dimensions}) END',
          #{table}, extension_schema, extension_schema);
        IF EXISTS (SELECT FROM pg_attribute
                   WHERE attrelid = to_regclass(#{table}) AND attname = 'embedding_source')
        THEN
          EXECUTE format(
            'UPDATE %s SET embedding_source = NULL WHERE vector_embedding IS NULL', #{table});
        END IF;
      END IF;
    END
    $parser_engine$
    """
  end

  # A vector of one byte a number is none of two: they are written again from the files.
  defp halfvec(table, files) do
    """
    DO $parser_engine$
    DECLARE type_name text;
    BEGIN
      SELECT format('%I.halfvec', n.nspname) INTO type_name
      FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
      WHERE e.extname = 'vector';
      IF to_regtype(type_name) IS NOT NULL AND EXISTS (
        SELECT FROM pg_attribute
        WHERE attrelid = to_regclass(#{table}) AND attname = 'embedding'
          AND atttypid = 'bytea'::regtype)
      THEN
        EXECUTE format(
          'ALTER TABLE %s ALTER COLUMN embedding TYPE %s USING NULL', #{table}, type_name);
        EXECUTE format('UPDATE %s SET embedding_model = NULL '
          'WHERE embedding_model IS NOT NULL', #{table});
        UPDATE #{files} SET embedding_source = NULL WHERE embedding_source IS NOT NULL;
      END IF;
    END
    $parser_engine$
    """
  end

  # Whoever comes second waits, and finds the work done.
  @lock "SELECT pg_advisory_xact_lock(hashtext('parser_engine migration'))::text"

  defp in_transaction(repo, statements) do
    fun = fn ->
      with :ok <- execute(repo, @lock),
           {:ok, statements} <- statements.(),
           :ok <- execute_all(repo, statements) do
        :ok
      else
        {:error, reason} -> repo.rollback(reason)
      end
    end

    case Failure.guard(fn -> repo.transaction(fun) end) do
      {:ok, :ok} -> :ok
      {:error, reason} -> {:error, reason}
    end
  end

  defp execute_all(repo, statements) do
    Enum.reduce_while(statements, :ok, fn sql, :ok ->
      case execute(repo, sql) do
        :ok -> {:cont, :ok}
        failure -> {:halt, failure}
      end
    end)
  end

  defp execute(repo, sql) do
    with {:ok, _result} <- Failure.guard(fn -> repo.query(sql, [], []) end), do: :ok
  end

  defp prefix(options), do: Keyword.get(options, :prefix, "public")
end

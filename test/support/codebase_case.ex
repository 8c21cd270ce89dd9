defmodule ParserEngine.CodebaseCase do
  @moduledoc false
  # A test with a tree, a migrated schema and a validated configuration of its own; no watcher.

  use ExUnit.CaseTemplate

  alias ParserEngine.{Config, Migration}
  alias ParserEngine.Store.Table

  using do
    quote do
      use ParserEngine.PostgresCase, async: true
      import ParserEngine.CodebaseCase
      @moduletag :capture_log
      setup :make_codebase
    end
  end

  def make_codebase(%{repo: repo, prefix: prefix}) do
    unique = System.unique_integer([:positive])
    root = Path.join(System.tmp_dir!(), "pe-core-#{System.pid()}-#{unique}")
    File.mkdir_p!(root)
    on_exit(fn -> File.rm_rf!(root) end)
    :ok = Migration.run(repo, prefix: prefix)
    options = [repo: repo, prefix: prefix, root: root, codebase_id: "core-#{unique}"]
    {:ok, config: Config.new!(options), options: options, root: root}
  end

  @doc "Writes a file of the tree, with the directories above it."
  def write(root, path, bytes) do
    file = Path.join(root, path)
    File.mkdir_p!(Path.dirname(file))
    File.write!(file, bytes)
    file
  end

  @doc """
  Dates all rows and refusals as if they had been written long after their files. Nobody can set
  back when a file was changed, so whatever a test has just written needs a second look otherwise.
  """
  def settle(config) do
    for {table, stamp} <- [
          code_files: "updated_at",
          codebase_metadata: "updated_at",
          parser_engine_refusals: "refused_at"
        ] do
      sql = "UPDATE #{name(config, table)} SET #{stamp} = now() + interval '1 hour'"
      config.repo.query!(sql, [])
    end

    :ok
  end

  @doc "The quoted, qualified name of a table."
  def name(config, table), do: Table.qualified(config.prefix, table)

  @doc "The rows of a statement in which `FROM T` stands for the table."
  def rows(config, table, sql, params \\ []) do
    config.repo.query!(String.replace(sql, "FROM T", "FROM " <> name(config, table)), params).rows
  end

  @doc "The codebase's paths in a table, sorted."
  def paths(config, table) do
    column = Table.fetch(table).path

    sql = "SELECT #{column} FROM #{name(config, table)} WHERE codebase_id = $1::text ORDER BY 1"

    for [path] <- config.repo.query!(sql, [config.codebase_id]).rows, do: path
  end

  @doc "One row as a map, as PostgreSQL writes it in JSON, with the row's place on disk."
  def row(config, table, path) do
    column = Table.fetch(table).path

    sql = """
    SELECT (to_jsonb(t) || jsonb_build_object('ctid', t.ctid::text))::text
    FROM #{name(config, table)} t WHERE codebase_id = $1::text AND #{column} = $2::text
    """

    case config.repo.query!(sql, [config.codebase_id, path]).rows do
      [[json]] -> json
      [] -> nil
    end
  end

  @doc "Has PostgreSQL refuse every write of a table, until `heal/2`."
  def refuse(config, table) do
    function = name(config, "refuse_#{table}")

    statement(config, """
    CREATE OR REPLACE FUNCTION #{function}() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'disk full' USING ERRCODE = '53100'; END $$
    """)

    statement(config, """
    CREATE TRIGGER refuse BEFORE INSERT OR UPDATE OR DELETE ON #{name(config, table)}
    FOR EACH ROW EXECUTE FUNCTION #{function}()
    """)
  end

  def heal(config, table), do: statement(config, "DROP TRIGGER refuse ON #{name(config, table)}")

  def statement(config, sql), do: config.repo.query!(sql, [])
end

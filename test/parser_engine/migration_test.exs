defmodule ParserEngine.MigrationTest do
  use ParserEngine.PostgresCase, async: true

  alias ParserEngine.{Migration, TestPostgres}
  alias ParserEngine.Store.Table

  test "up, twice, and down again", %{repo: repo, prefix: prefix} do
    options = [prefix: prefix]
    assert {:ok, 0} = Migration.migrated_version(repo, options)
    assert {:error, {:not_migrated, ^prefix, 0}} = Migration.verify(repo, options)

    assert :ok = Migration.run(repo, options)
    assert :ok = Migration.run(repo, options)
    assert {:ok, newest} = Migration.migrated_version(repo, options)
    assert newest == Migration.newest_version()
    assert :ok = Migration.verify(repo, options)

    assert :ok = Migration.revert(repo, options)
    assert {:ok, 0} = Migration.migrated_version(repo, options)
    assert relations(repo, prefix) == []
    assert :ok = Migration.revert(repo, options)
  end

  test "every version goes up and down by itself", %{repo: repo, prefix: prefix} do
    for version <- 1..Migration.newest_version() do
      assert :ok = Migration.run(repo, prefix: prefix, version: version)
      assert {:ok, ^version} = Migration.migrated_version(repo, prefix: prefix)
    end

    for version <- Migration.newest_version()..1//-1 do
      assert :ok = Migration.revert(repo, prefix: prefix, version: version)
      below = version - 1
      assert {:ok, ^below} = Migration.migrated_version(repo, prefix: prefix)
    end
  end

  test "large columns are compressed by lz4, or not at all", %{repo: repo, prefix: prefix} do
    assert :ok = Migration.run(repo, prefix: prefix)

    lz4? = match?({:ok, _}, repo.query("SET LOCAL default_toast_compression = 'lz4'", []))

    fast = if lz4?, do: ["x", "l"], else: ["e", ""]

    assert storage(repo, prefix) == %{
             "code_files.content" => fast,
             "code_files.ast_json" => fast,
             "code_files.functions" => fast,
             "code_files.symbols" => fast,
             "codebase_metadata.functions" => fast,
             "codebase_metadata.clone_tokens" => ["e", ""]
           }
  end

  defp storage(repo, prefix) do
    sql = """
    SELECT c.relname || '.' || a.attname, a.attstorage::text, a.attcompression::text
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
    WHERE c.relnamespace = $1::text::regnamespace AND c.relkind = 'r'
      AND c.relname IN ('code_files', 'codebase_metadata')
      AND (a.attcompression <> '' OR (a.attstorage = 'e' AND a.attname <> 'vector_embedding'))
    """

    for [column | settings] <- repo.query!(sql, [prefix]).rows,
        into: %{},
        do: {column, settings}
  end

  test "a table of that name that is not ours is left as it is", %{repo: repo, prefix: prefix} do
    repo.query!("CREATE TABLE #{prefix}.codebase_metadata (theirs int)", [])
    assert {:error, {:database, "42P07", text}} = Migration.run(repo, prefix: prefix)
    assert text =~ "codebase_metadata"
    assert relations(repo, prefix) == ["codebase_metadata"]
  end

  test "several at once", %{repo: repo, prefix: prefix} do
    runs = for _ <- 1..4, do: Task.async(fn -> Migration.run(repo, prefix: prefix) end)
    assert Task.await_many(runs, 30_000) == [:ok, :ok, :ok, :ok]
  end

  test "a schema with odd characters in its name", %{repo: repo, prefix: prefix} do
    odd = prefix <> ~s( "Odd" 'it''s' $1 ü)
    on_exit(fn -> repo.query!("DROP SCHEMA IF EXISTS #{Table.quote_name(odd)} CASCADE", []) end)
    assert :ok = Migration.run(repo, prefix: odd)
    assert :ok = Migration.verify(repo, prefix: odd)
    assert "code_files" in relations(repo, odd)
    assert :ok = Migration.revert(repo, prefix: odd)
    assert relations(repo, odd) == []
  end

  test "a real[] becomes a vector where the server has one", %{repo: repo, prefix: prefix} do
    assert :ok = Migration.run(repo, prefix: prefix)
    table = Table.qualified(prefix, :codebase_metadata)

    if TestPostgres.server().vector? do
      repo.query!("ALTER TABLE #{table} ALTER vector_embedding TYPE real[]", [])

      insert =
        "INSERT INTO #{table} (codebase_id, codebase_path, path, size, language,
        last_modified, file_type, content_hash, parse_status, analysis_version, generation,
        mtime_ns, inode, vector_embedding)
        VALUES ('c', '/', 'a', 1, 'x', 1, 'x', 'h', 'ok', '1', 1, 1, 1, array_fill(0.5::real, '{1536}'))"

      repo.query!(insert, [])
      assert :ok = Migration.run(repo, prefix: prefix)
      assert type(repo, table) == "vector(1536)"
      assert %{rows: [[1]]} = repo.query!("SELECT count(vector_embedding) FROM #{table}", [])
    else
      assert type(repo, table) == "real[]"
    end
  end

  defp type(repo, table) do
    sql = """
    SELECT format_type(atttypid, atttypmod) FROM pg_attribute
    WHERE attrelid = $1::text::regclass AND attname = 'vector_embedding'
    """

    %{rows: [[type]]} = repo.query!(sql, [table])
    type |> String.split(".") |> List.last()
  end

  defp relations(repo, schema) do
    sql = "SELECT relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
           WHERE nspname = $1::text AND relkind IN ('r', 'S')"
    repo.query!(sql, [schema]).rows |> List.flatten()
  end
end

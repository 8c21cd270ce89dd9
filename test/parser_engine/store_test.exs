defmodule ParserEngine.StoreTest do
  use ParserEngine.CodebaseCase

  alias ParserEngine.Store

  test "the second write keeps id and time of insertion", %{config: config} do
    assert write(config, 1, "a.ex", "blake3:1") == :ok
    [first] = rows(config, :code_files, "SELECT id, inserted_at, hash FROM T")
    assert write(config, 2, "a.ex", "blake3:2") == :ok

    assert [[id, at, "blake3:2"]] =
             rows(config, :code_files, "SELECT id, inserted_at, hash FROM T")

    assert [id, at, "blake3:1"] == first
  end

  test "of unchanged content only the generation is written", %{config: config} do
    write(config, 1, "a.ex", "blake3:1")
    others = "SELECT (to_jsonb(t) - 'generation')::text FROM T t"
    before = rows(config, :code_files, others)
    assert write(config, 3, "a.ex", "blake3:1") == :ok
    assert rows(config, :code_files, others) == before

    # What was read before the confirmation comes too late.
    assert write(config, 2, "a.ex", "blake3:2") == :ok
    assert rows(config, :code_files, others) == before
  end

  test "an older reading never overwrites a newer one", %{config: config} do
    write(config, 5, "a.ex", "blake3:5")
    assert write(config, 4, "a.ex", "blake3:4") == :ok
    assert [["blake3:5"]] = rows(config, :code_files, "SELECT hash FROM T")
    assert {:ok, []} = Store.delete(config, :code_files, 4, [{"a.ex", :alone}])
    assert paths(config, :code_files) == ["a.ex"]
  end

  test "an old generation is as good as a new one until somebody takes one", %{config: config} do
    {:ok, generation} = Store.next_generation(config)
    write = &Store.upsert(config, :code_files, [{"a.ex", json(config, &1, "a.ex", &2)}], &1)
    # A new row is for those who have looked at the tables.
    assert write.(generation, "blake3:1") == %{"a.ex" => {:error, :lost}}
    assert write(config, generation, "a.ex", "blake3:1") == :ok
    assert write.(generation, "blake3:2") == %{"a.ex" => :ok}
    assert write.(generation - 1, "blake3:3") == %{"a.ex" => {:error, :lost}}
    {:ok, _other} = Store.next_generation(config)
    assert write.(generation, "blake3:4") == %{"a.ex" => {:error, :lost}}
    assert [["blake3:2"]] = rows(config, :code_files, "SELECT hash FROM T")
  end

  test "what was deleted comes back only by a newer reading", %{config: config} do
    write(config, 1, "a.ex", "blake3:1")
    assert {:ok, ["a.ex"]} = Store.delete(config, :code_files, 3, [{"a.ex", :alone}])
    write(config, 2, "a.ex", "blake3:2")
    assert paths(config, :code_files) == []
    write(config, 4, "a.ex", "blake3:4")
    assert paths(config, :code_files) == ["a.ex"]
  end

  test "deleting a directory takes exactly what is below", %{config: config} do
    below = ["a/b.ex", "a/%.ex", "a/_/c d.ex", "a/\\.ex", "a/zü.ex"]
    beside = ["A/b.ex", "a", "a b.ex", "a%/x.ex", "a-b", "a.b", "a0", "ab/x.ex", "a\\/x.ex"]
    for path <- below ++ beside, do: write(config, 1, path, "blake3:1")
    other = %{config | codebase_id: config.codebase_id <> "-other"}
    write(other, 1, "a/b.ex", "blake3:1")

    assert {:ok, deleted} = Store.delete(config, :code_files, 2, [{"a", :below}])
    assert Enum.sort(deleted) == Enum.sort(["a" | below])
    assert paths(config, :code_files) == Enum.sort(beside -- ["a"])
    assert paths(other, :code_files) == ["a/b.ex"]
  end

  test "thousands of absent paths are deleted in time", %{config: config} do
    statement(config, """
    INSERT INTO #{name(config, :code_files)} (codebase_id, codebase_path, file_path, language,
      file_size, hash, parse_status, analysis_version, generation, mtime_ns, inode)
    SELECT '#{config.codebase_id}', '/', 'd/' || n || '.ex', 'elixir', 1, 'h', 'ok', '1', 1, 1, 1
    FROM generate_series(1, 10000) AS n
    """)

    absent = for n <- 1..9_999, do: {"d/#{n}.ex", :alone}
    assert {:ok, deleted} = Store.delete(config, :code_files, 2, absent)
    assert length(deleted) == 9_999
    assert paths(config, :code_files) == ["d/10000.ex"]
  end

  test "another analysis of the same content leaves large values where they are", %{
    config: config
  } do
    contents = for n <- 1..20, do: {"f#{n}.ex", Base.encode16(:crypto.strong_rand_bytes(20_000))}
    analyse = &Store.upsert(config, :code_files, analysed(config, contents, &1, &2))

    analyse.(1, "1")
    before = out_of_line(config)
    analyse.(2, "2")
    assert [["2"]] = rows(config, :code_files, "SELECT DISTINCT analysis_version FROM T")
    assert out_of_line(config) == before

    assert [[20]] =
             rows(config, :code_files, "SELECT count(*) FROM T WHERE length(content) = 40000")
  end

  defp analysed(config, contents, generation, version) do
    for {path, content} <- contents do
      row = json(config, generation, path, "blake3:" <> path, content)
      {path, String.replace(row, ~s("analysis_version":"1"), ~s("analysis_version":"#{version}"))}
    end
  end

  defp out_of_line(config) do
    sql = "SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE oid = $1::text::regclass"
    config.repo.query!(sql, [name(config, :code_files)]).rows
  end

  test "touch writes what is told of the file, nothing else", %{config: config} do
    write(config, 1, "a.ex", "blake3:1")
    told = "'{mtime_ns,ctime_ns,inode,codebase_path,generation}'::text[]"
    others = "SELECT (to_jsonb(t) - #{told})::text FROM T t"
    before = rows(config, :code_files, others)
    stat = %{mtime_ns: 99, ctime_ns: 97, inode: 98}
    files = [{"a.ex", "blake3:1", stat}, {"none.ex", "blake3:1", stat}]
    assert {:ok, ["none.ex"]} = Store.touch(config, :code_files, 7, files)
    sql = "SELECT mtime_ns, ctime_ns, inode, codebase_path, generation FROM T"
    assert rows(config, :code_files, sql) == [[99, 97, 98, config.root, 7]]
    assert rows(config, :code_files, others) == before
    other = %{stat | inode: 1}
    assert {:ok, []} = Store.touch(config, :code_files, 6, [{"a.ex", "blake3:1", other}])
    assert {:ok, ["a.ex"]} = Store.touch(config, :code_files, 8, [{"a.ex", "blake3:2", other}])
    assert [[98, 7]] = rows(config, :code_files, "SELECT inode, generation FROM T")
  end

  test "a row that PostgreSQL refuses harms no other", %{config: config} do
    noise = Base.encode16(:crypto.strong_rand_bytes(4_000))
    good = for n <- 1..98, do: {"f#{n}.ex", json(config, 1, "f#{n}.ex", "blake3:1")}
    bad = [{noise, json(config, 1, noise, "blake3:1")}, {"nul.ex", ~s({"file_path":"\\u0000"})}]
    fates = Store.upsert(config, :code_files, good ++ bad)
    for {path, _row} <- good, do: assert(fates[path] == :ok)
    for {path, _row} <- bad, do: assert({:error, {:database, _, _}} = fates[path])
    assert length(paths(config, :code_files)) == 98
  end

  test "300 rows of 20 MB in one call", %{config: config} do
    content = String.duplicate("x", 70_000)
    rows = for n <- 1..300, do: {"#{n}.ex", json(config, 1, "#{n}.ex", "blake3:1", content)}
    fates = Store.upsert(config, :code_files, rows)
    assert map_size(fates) == 300
    assert fates |> Map.values() |> Enum.uniq() == [:ok]
    assert length(paths(config, :code_files)) == 300
  end

  defp write(config, generation, path, hash) do
    row = json(config, generation, path, hash)
    Store.upsert(config, :code_files, [{path, row}])[path]
  end

  defp json(config, generation, path, hash, content \\ "x") do
    path = String.replace(path, "\\", "\\\\")

    ~s({"codebase_id":"#{config.codebase_id}","codebase_path":"/","file_path":"#{path}",) <>
      ~s("language":"elixir","content":"#{content}","file_size":1,"hash":"#{hash}",) <>
      ~s("parse_status":"ok","analysis_version":"1","generation":#{generation},) <>
      ~s("mtime_ns":1,"inode":1})
  end
end

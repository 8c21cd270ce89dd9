defmodule ParserEngine.StoreRefusalsTest do
  # Files that a table has no row of, and why.
  use ParserEngine.CodebaseCase

  alias ParserEngine.Store

  @reason {:database, "22P05", "unsupported Unicode escape sequence"}
  @stat %{size: 3, mtime_ns: 4, ctime_ns: 6, inode: 5}

  test "is told, and known like a row", %{config: config} do
    assert {:ok, nil} = Store.refusals(config, :code_files, "a.ex")
    assert :ok = refuse(config, 2, "a.ex")

    assert {:ok, %{reason: "22P05", hash: "blake3:2", refused_at: %DateTime{}} = refusal} =
             Store.refusals(config, :code_files, "a.ex")

    assert refusal.detail == "unsupported Unicode escape sequence"
    assert {:ok, nil} = Store.refusals(config, :codebase_metadata, "a.ex")

    assert {:ok, %{"a.ex" => entry}} = Store.stored(config, :code_files, ["a.ex", "b.ex"])
    assert %{hash: "blake3:2", refusal: @reason} = entry
    assert Map.take(entry, Map.keys(@stat)) == @stat
    assert {:ok, %{"a.ex" => ^entry}} = Store.stored_below(config, :code_files, "")
    assert {:ok, none} = Store.stored_below(config, :code_files, "a")
    assert none == %{}
  end

  test "a binary file is refused by ourselves", %{config: config} do
    :ok = refuse(config, 1, "a.ex", :binary)
    assert {:ok, %{reason: "binary"}} = Store.refusals(config, :code_files, "a.ex")
    assert {:ok, %{"a.ex" => %{refusal: :binary}}} = Store.stored(config, :code_files, ["a.ex"])
  end

  test "takes the row of an earlier content away, never that of a later one", %{config: config} do
    land(config, 1, "a.ex")
    :ok = refuse(config, 2, "a.ex")
    assert paths(config, :code_files) == []

    land(config, 4, "a.ex")
    :ok = refuse(config, 3, "a.ex")
    assert paths(config, :code_files) == ["a.ex"]
    assert {:ok, nil} = Store.refusals(config, :code_files, "a.ex")
  end

  test "an older reading does not get past it, a newer one ends it", %{config: config} do
    :ok = refuse(config, 2, "a.ex")
    land(config, 1, "a.ex")
    assert paths(config, :code_files) == []
    land(config, 3, "a.ex")
    assert paths(config, :code_files) == ["a.ex"]
    assert {:ok, nil} = Store.refusals(config, :code_files, "a.ex")
  end

  test "the later one counts", %{config: config} do
    :ok = refuse(config, 2, "a.ex")
    :ok = refuse(config, 1, "a.ex")
    assert {:ok, %{hash: "blake3:2"}} = Store.refusals(config, :code_files, "a.ex")
    :ok = refuse(config, 3, "a.ex")
    assert {:ok, %{hash: "blake3:3"}} = Store.refusals(config, :code_files, "a.ex")
  end

  test "goes with the file, and with a directory above", %{config: config} do
    for path <- ~w(a.ex lib/b.ex lib/c.ex library/d.ex), do: :ok = refuse(config, 1, path)
    :ok = refuse(config, 9, "lib/new.ex")
    {:ok, []} = Store.delete(config, :code_files, 2, [{"a.ex", :alone}, {"lib", :below}])
    assert refused(config) == ["lib/new.ex", "library/d.ex"]

    # The file was gone when this was read.
    :ok = refuse(config, 1, "a.ex")
    assert refused(config) == ["lib/new.ex", "library/d.ex"]
  end

  test "one that a later row refutes is swept away", %{config: config} do
    land(config, 2, "a.ex")
    :ok = refuse(config, 3, "b.ex")

    statement(
      config,
      "UPDATE #{name(config, :parser_engine_refusals)} SET path = 'a.ex', generation = 1"
    )

    assert {:ok, %{"a.ex" => %{refusal: nil}}} = Store.stored(config, :code_files, ["a.ex"])
    assert :ok = Store.sweep(config)
    assert refused(config) == []
  end

  test "a path that is too long for an index can be refused, and be gone", %{config: config} do
    long = Base.encode16(:crypto.strong_rand_bytes(2_000))
    assert {:error, reason} = land(config, 1, long)
    :ok = refuse(config, 1, long, reason)
    assert {:ok, %{reason: "54000"}} = Store.refusals(config, :code_files, long)
    assert {:ok, %{^long => %{refusal: ^reason}}} = Store.stored(config, :code_files, [long])

    land(config, 1, "a.ex")
    gone = [{long, :below}, {"a.ex", :below}]
    assert {:ok, ["a.ex"]} = Store.delete(config, :code_files, 2, gone)
    assert {:ok, nil} = Store.refusals(config, :code_files, long)
  end

  test "a deleted directory refuses older readings of what was never known in it", context do
    %{config: config} = context
    {:ok, []} = Store.delete(config, :code_files, 5, [{"lib", :below}])
    for path <- ~w(lib/a.ex lib/deep/b.ex library/c.ex lib.ex), do: land(config, 4, path)
    assert paths(config, :code_files) == ["lib.ex", "library/c.ex"]
    land(config, 6, "lib/deep/b.ex")
    assert "lib/deep/b.ex" in paths(config, :code_files)
  end

  defp refuse(config, generation, path, reason \\ @reason) do
    refused = %{reason: reason, hash: "blake3:#{generation}", stat: @stat}
    Store.refuse(config, :code_files, generation, "1", [{path, refused}])
  end

  defp refused(config) do
    sql = "SELECT path FROM #{name(config, :parser_engine_refusals)} ORDER BY 1"
    config.repo.query!(sql, []).rows |> List.flatten()
  end

  defp land(config, generation, path) do
    row =
      ~s({"codebase_id":"#{config.codebase_id}","codebase_path":"/","file_path":"#{path}",) <>
        ~s("language":"elixir","content":"x","file_size":1,"hash":"blake3:#{generation}",) <>
        ~s("parse_status":"ok","analysis_version":"1","generation":#{generation},) <>
        ~s("mtime_ns":1,"inode":1})

    Store.upsert(config, :code_files, [{path, row}])[path]
  end
end

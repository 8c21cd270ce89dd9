defmodule ParserEngine.StoreLimitsTest do
  # Many rows, large rows, long paths: what a statement or an index has no room for.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Config, Ingest, Store, Sync}
  alias ParserEngine.Store.Table

  for table <- Config.tables() do
    test "5,000 rows of #{table} with all columns in one call", %{config: config} do
      table = Table.fetch(unquote(table))
      types = types(config, unquote(table))
      texts = for column <- table.columns, do: {column, value(types[column])}

      rows =
        for n <- 1..5_000 do
          own = %{"codebase_id" => ~s("#{config.codebase_id}"), table.path => ~s("#{n}.ex")}
          {"#{n}.ex", object(texts |> Map.new() |> Map.merge(own))}
        end

      fates = Store.upsert(config, unquote(table), rows)
      assert map_size(fates) == 5_000
      assert fates |> Map.values() |> Enum.uniq() == [:ok]
      assert length(paths(config, unquote(table))) == 5_000
    end

    test "a second version of #{table} replaces every column but the row's own", context do
      %{config: config} = context
      table = Table.fetch(unquote(table))
      types = types(config, unquote(table))
      key = %{"codebase_id" => ~s("#{config.codebase_id}"), table.path => ~s("a.ex")}

      [first, second] =
        for number <- [1, 2] do
          values = Map.new(table.columns, &{&1, value(types[&1], number)})
          row = object(Map.merge(values, key))
          assert Store.upsert(config, unquote(table), [{"a.ex", row}]) == %{"a.ex" => :ok}
          columns(config, unquote(table))
        end

      inserted = if unquote(table) == :code_files, do: "inserted_at", else: "created_at"
      for column <- ["id", inserted | Map.keys(key)], do: assert(first[column] == second[column])

      for column <- (table.columns -- Map.keys(key)) ++ table.stamps,
          do: assert(first[column] != second[column], "#{column} is that of the first version")
    end
  end

  defp types(config, table) do
    sql = """
    SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute
    WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped
    """

    Map.new(config.repo.query!(sql, [name(config, table)]).rows, &List.to_tuple/1)
  end

  defp value(type, number \\ 1)
  defp value("text", number), do: ~s("value #{number}")
  defp value("jsonb", number), do: ~s([{"name":"value #{number}"}])
  defp value("double precision", number), do: "#{number}.5"
  defp value(_integer, number), do: "#{number}"

  defp object(values),
    do: "{" <> Enum.map_join(values, ",", fn {name, value} -> ~s("#{name}":#{value}) end) <> "}"

  defp columns(config, table) do
    sql = "SELECT key, value FROM T t, jsonb_each_text(to_jsonb(t)) WHERE codebase_id = $1::text"
    config |> rows(table, sql, [config.codebase_id]) |> Map.new(&List.to_tuple/1)
  end

  test "50 files of a megabyte in one batch", %{config: config, root: root} do
    line = "# " <> String.duplicate("0123456789", 10) <> "\n"
    for n <- 1..50, do: write(root, "f#{n}.ex", ["x = #{n}\n", List.duplicate(line, 10_200)])
    entries = for n <- 1..50, do: {"f#{n}.ex", 0, :last}
    outcomes = Sync.paths(config, entries)
    assert outcomes |> Enum.map(& &1.result) |> Enum.uniq() == [{:ok, :both_tables}]
    sql = "SELECT count(*) FROM T WHERE length(content) > 1000000"
    assert rows(config, :code_files, sql) == [[50]]
  end

  test "a file of 5 MB, within and over the limit", %{config: config, root: root} do
    line = "# " <> String.duplicate("0123456789", 10) <> "\n"
    write(root, "a.ex", List.duplicate(line, 51_000))

    for {limit, status} <- [{2_000_000, "too_large"}, {10_000_000, "ok"}] do
      config = %{config | max_file_bytes: limit, parse_timeout: 60_000}
      assert Sync.path(config, "a.ex").result == {:ok, :both_tables}

      for table <- Config.tables() do
        size = Table.fetch(table).size
        sql = "SELECT #{size}, parse_status FROM T"
        assert rows(config, table, sql) == [[103 * 51_000, status]]
      end
    end
  end

  test "the longest path that there can be", %{config: config, root: root} do
    # PATH_MAX is 4,096 with the root and the final NUL.
    folders = List.duplicate(String.duplicate("d", 200), div(4_000 - byte_size(root), 201))
    path = Path.join(folders ++ ["a.ex"])
    write(root, path, "x = 1\n")
    assert {:ok, %{failed: []}} = Ingest.run(config)
    for table <- Config.tables(), do: assert(paths(config, table) == [path])
    File.rm_rf!(Path.join(root, hd(folders)))
    assert Sync.path(config, path).result == {:ok, :deleted}
    for table <- Config.tables(), do: assert(paths(config, table) == [])
  end
end

defmodule ParserEngine.StoreWritersTest do
  # Several writers at once, and the types of what the store asks for.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Config, Patience, Store}
  alias ParserEngine.Store.{Statement, Table}
  alias ParserEngine.Store.Statement.{Lease, Lookup, Refusal, Root}

  @writers 8
  @rounds 30
  @keys 500
  @contract [:text, :int8, :float8, :bool, :timestamptz, :_text]

  @tag timeout: 120_000
  test "writers in each other's way all get through", %{config: config} do
    paths = for n <- 1..@keys, do: "lib/f#{n}.ex"

    answers =
      1..@writers
      |> Task.async_stream(&storm(config, paths, &1), max_concurrency: @writers, timeout: 100_000)
      |> Enum.flat_map(fn {:ok, answers} -> answers end)

    assert length(answers) == @writers * @rounds
    assert Enum.reject(answers, &good?/1) == []

    # Whoever comes last wins: nothing that went before stands in its way.
    {:ok, generation} = Store.next_generation(config)
    rows = for path <- paths, do: {path, json(config, generation, path)}
    assert config |> Store.upsert(:code_files, rows) |> Map.values() |> Enum.uniq() == [:ok]
    assert paths(config, :code_files) == Enum.sort(paths)

    {:ok, generation} = Store.next_generation(config)
    assert {:ok, gone} = Store.delete(config, :code_files, generation, [{"lib", :below}])
    assert length(gone) == @keys
    assert paths(config, :code_files) == []
  end

  defp storm(config, paths, writer) do
    # Another order in every writer, the same one in every run.
    :rand.seed(:exsss, {writer, 2, 3})

    for _round <- 1..@rounds do
      {:ok, generation} = Store.next_generation(config)

      act(
        Enum.random([:upsert, :upsert, :touch, :delete, :rename, :refuse]),
        config,
        generation,
        paths
      )
    end
  end

  defp act(:upsert, config, generation, paths) do
    rows = for path <- Enum.shuffle(paths), do: {path, json(config, generation, path)}
    Store.upsert(config, :code_files, rows)
  end

  defp act(:touch, config, generation, paths) do
    stat = %{mtime_ns: generation, ctime_ns: generation, inode: generation}

    Store.touch(
      config,
      :code_files,
      generation,
      for(path <- Enum.shuffle(paths), do: {path, "blake3:#{generation - 1}", stat})
    )
  end

  defp act(:delete, config, generation, paths) do
    gone = paths |> Enum.take_random(div(@keys, 2)) |> Enum.map(&{&1, :alone})
    Store.delete(config, :code_files, generation, gone)
  end

  # To names that are taken, and to ones that are not.
  defp act(:rename, config, generation, paths) do
    [old, new] = for _ <- 1..2, do: Enum.take_random(paths, 20)
    Store.rename(config, :code_files, generation, Enum.zip(old, new))
  end

  defp act(:refuse, config, generation, paths) do
    refused = %{reason: :binary, hash: "h", stat: %{size: 1, mtime_ns: 1, ctime_ns: 1, inode: 1}}
    files = for path <- Enum.take_random(paths, 20), do: {path, refused}
    Store.refuse(config, :code_files, generation, "1", files)
  end

  defp good?(:ok), do: true
  defp good?({:ok, _deleted}), do: true
  defp good?(%{} = fates), do: Enum.all?(fates, &match?({_path, :ok}, &1))
  defp good?({:error, _reason}), do: false

  # What is being written does not see that it is taken away, and what takes it away does not see it.
  for {what, take, trace} <- [
        {"a deletion", :delete, :parser_engine_tombstones},
        {"a deletion of all below", :delete_below, :parser_engine_tombstones},
        {"a refusal", :refuse, :parser_engine_refusals}
      ] do
    test "#{what} outlasts an older reading that is under way", %{config: config} do
      {:ok, older} = Store.next_generation(config)
      {:ok, newer} = Store.next_generation(config)
      writer = begin_upsert(config, older, "lib/a.ex")

      taker = Task.async(fn -> take(unquote(take), config, newer, "lib/a.ex") end)
      Patience.await(fn -> buried?(config, unquote(trace)) end, 10_000)
      send(writer.pid, :commit)

      assert Task.await(writer) == {:ok, %{"lib/a.ex" => :ok}}
      assert good?(Task.await(taker))
      assert paths(config, :code_files) == []
    end
  end

  defp buried?(config, table) do
    rows(config, table, "SELECT path FROM T WHERE codebase_id = $1", [config.codebase_id]) != []
  end

  # Returns when the row is written, and commits it when it is told to.
  defp begin_upsert(config, generation, path) do
    test = self()

    writer =
      Task.async(fn ->
        config.repo.transaction(fn ->
          written = Store.upsert(config, :code_files, [{path, json(config, generation, path)}])
          send(test, {:written, self()})
          receive do: (:commit -> written)
        end)
      end)

    assert_receive {:written, pid} when pid == writer.pid, 10_000
    writer
  end

  defp take(:delete, config, generation, path),
    do: Store.delete(config, :code_files, generation, [{path, :alone}])

  defp take(:delete_below, config, generation, path),
    do: Store.delete(config, :code_files, generation, [{Path.dirname(path), :below}])

  defp take(:refuse, config, generation, path) do
    refused = %{reason: :binary, hash: "h", stat: %{size: 1, mtime_ns: 1, ctime_ns: 1, inode: 1}}
    Store.refuse(config, :code_files, generation, "1", [{path, refused}])
  end

  for table <- Config.tables() do
    describe "the statements of #{table}" do
      setup %{config: config, root: root} do
        write(root, "a.ex", "defmodule A do\n  def f(x), do: x\nend\n")
        assert %{result: {:ok, :both_tables}} = ParserEngine.Sync.path(config, "a.ex")
        {:ok, statements: statements(config, Table.fetch(unquote(table)))}
      end

      test "take text, int8 and arrays of them", context do
        for {sql, _params, _count} <- context.statements,
            type <- parameter_types(context.config, sql),
            do: assert(type in ["text", "bigint", "text[]", "bigint[]"])
      end

      test "answer what every repo decodes alike", context do
        for {sql, params, count} <- context.statements do
          assert {:ok, result} = context.config.repo.query(sql, params, [])
          rows = result.rows || []
          assert {sql, length(rows)} == {sql, count}
          for row <- rows, do: assert(Enum.uniq(types(row)) -- [nil | @contract] == [], sql)
        end
      end

      test "have records of scalars, and know a row again", %{config: config} do
        assert {:ok, record} = Store.record(config, unquote(table), "a.ex")
        assert Enum.uniq(types(Map.values(record))) -- [nil | @contract] == []
        assert {:ok, nil} = Store.record(config, unquote(table), "b.ex")

        assert {:ok, %{"a.ex" => row} = all} = Store.stored(config, unquote(table), ["a.ex", "b"])
        assert map_size(all) == 1
        assert %{hash: "blake3:" <> _, racy: true, size: 37} = row
        assert {:ok, ^all} = Store.stored_below(config, unquote(table), "")
      end
    end
  end

  # Each with its parameters, and how many rows it then answers.
  defp statements(config, table) do
    id = config.codebase_id
    prefix = config.prefix
    row = json(config, 1_000_000, "b.ex", table)

    [
      {Statement.next_generation(prefix), [], 1},
      {Lookup.stored(prefix, [table]), [id, ["a.ex"]], 1},
      {Lookup.look(prefix, Enum.map(Config.tables(), &Table.fetch/1)), [id, ["a.ex"]], 2},
      {Lookup.stored_page(prefix, table), [id, "", "/", "0", ""], 1},
      {Statement.upsert(prefix, table), ["[#{row}]", id, ["lib/"], 5_000, nil], 1},
      {Statement.touch(prefix, table),
       [id, 2_000_000, ["b.ex"], ["blake3:1000000"], [7], [8], [9], "/"], 1},
      {Statement.count(prefix, table), [id, 1], 1},
      {Statement.with_content(prefix, table), [id, ["blake3:1000000"]], 1},
      {Statement.rename(prefix, table), [id, 2_500_000, ["a.ex"], ["c.ex"]], 0},
      {Statement.delete(prefix, table), [id, 3_000_000, ["b.ex"], ["b"], ["b"]], 1},
      {Statement.delete_late(prefix, table), [id, 3_000_000, ["b.ex"], ["b"], ["b"]], 0},
      {Statement.sweep(prefix), [id], 0},
      {Refusal.record(prefix, table),
       [id, 4_000_000, "1", ["d.ex"], ["h"], [1], [2], [3], [4], ["22P05"], ["words"]], 0},
      {Refusal.stored_below(prefix, table), [id, "d.ex", "d.ex/", "d.ex0"], 1},
      {Refusal.one(prefix, table), [id, "d.ex"], 1},
      {Refusal.sweep(prefix, table), [id], 0},
      {Lease.acquire(prefix), [id, "one", 60_000], 1},
      {Lease.holder(prefix), [id], 1},
      {Lease.release(prefix), [id, "one"], 0},
      {Root.accept(prefix), [id, "a", ["lib"]], 0},
      {Root.suspect(prefix), [id], 0},
      {Root.known(prefix), [id], 1}
    ]
  end

  defp parameter_types(config, sql) do
    of = "SELECT parameter_types::text[] FROM pg_prepared_statements WHERE name = 'asked'"

    {:ok, types} =
      config.repo.transaction(fn ->
        config.repo.query!("PREPARE asked AS #{sql}", [])
        %{rows: [[types]]} = config.repo.query!(of, [])
        config.repo.query!("DEALLOCATE asked", [])
        types
      end)

    types
  end

  defp types(values), do: Enum.map(values, &type/1)

  defp type(nil), do: nil
  defp type(value) when is_boolean(value), do: :bool
  defp type(value) when is_binary(value), do: :text
  defp type(value) when is_integer(value), do: :int8
  defp type(value) when is_float(value), do: :float8
  defp type(%DateTime{}), do: :timestamptz
  defp type([value | _more]) when is_binary(value), do: :_text

  defp json(config, generation, path, table \\ Table.fetch(:code_files)) do
    ~s({"codebase_id":"#{config.codebase_id}","codebase_path":"/","#{table.path}":"#{path}",) <>
      ~s("language":"elixir","#{table.size}":1,"#{table.hash}":"blake3:#{generation}",) <>
      ~s("parse_status":"ok","analysis_version":"1","generation":#{generation},) <>
      ~s("last_modified":1,"file_type":"source","mtime_ns":1,"inode":1})
  end
end

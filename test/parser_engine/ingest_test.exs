defmodule ParserEngine.IngestTest do
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Config, Ingest, Reconcile, Root, Store}

  @volatile ~w(id codebase_id generation parsed_at inserted_at created_at updated_at pagerank_score)

  setup %{root: root} do
    for n <- 1..40,
        do: write(root, "lib/m#{n}.ex", "defmodule M#{n} do\n  def f, do: #{n}\nend\n")

    write(root, "assets/a.ts", "export function f(x: number) { return x ? 1 : 2 }\n")
    :ok
  end

  test "a second run writes nothing", %{config: config} do
    assert {:ok, %{files: 41, changed: 41, failed: []}} = Ingest.run(config)
    settle(config)
    before = everything(config, [])
    assert {:ok, %{failed: [], changed: 0}} = Ingest.run(config)
    assert everything(config, []) == before
  end

  test "an edited tree equals a fresh ingestion", %{config: config, root: root} do
    {:ok, _summary} = Ingest.run(config)
    File.rm!(Path.join(root, "lib/m1.ex"))
    File.rename!(Path.join(root, "lib/m2.ex"), Path.join(root, "lib/renamed.ex"))
    write(root, "lib/m3.ex", "defmodule Other do\nend\n")
    write(root, ".gitignore", "m4.ex\n")

    assert {:ok, %{absent: 3}} = Ingest.run(config)
    fresh = %{config | codebase_id: config.codebase_id <> "-fresh"}
    assert {:ok, %{failed: []}} = Ingest.run(fresh)
    assert everything(config, @volatile) == everything(fresh, @volatile)
  end

  test "an empty root is suspect and keeps all rows", %{config: config, root: root} do
    {:ok, _summary} = Ingest.run(config)
    for path <- File.ls!(root), do: File.rm_rf!(Path.join(root, path))
    assert {:ok, %Reconcile{suspect: :emptied, absent: []}} = Reconcile.plan(config)
    {:ok, _summary} = Ingest.run(config)
    for table <- Config.tables(), do: assert(length(paths(config, table)) == 41)
  end

  test "a file that was away only while trees were compared keeps its rows", context do
    %{config: config, root: root} = context
    {:ok, _summary} = Ingest.run(config)
    before = ids(config, "lib/m1.ex")
    away = Path.join(root, "lib/m1.txt")
    File.rename!(Path.join(root, "lib/m1.ex"), away)

    back = fn
      {:planned, %{absent: ["lib/m1.ex"]}} -> File.rename!(away, Path.join(root, "lib/m1.ex"))
      {:synced, _outcomes} -> :ok
    end

    assert {:ok, %{absent: 0, failed: []}} = Ingest.run(config, progress: back)
    assert ids(config, "lib/m1.ex") == before
  end

  test "one that is broken off has noted which directory it was", %{config: config} do
    break_off = fn
      {:synced, _outcomes} -> throw(:broken_off)
      _step -> :ok
    end

    assert catch_throw(Ingest.run(config, progress: break_off)) == :broken_off
    {:ok, %{identity: identity, mounts: []}} = Root.look(config)
    assert is_binary(identity)
    assert Store.known_root(config) == {:ok, %{accepted: identity, mounts: [], former_rows: nil}}
  end

  defp ids(config, path) do
    for table <- Config.tables(), do: Regex.run(~r/"id": \d+/, row(config, table, path))
  end

  test "a dry run only looks", %{config: config} do
    {:ok, number} = Store.next_generation(config)
    assert {:ok, %{changed: 41}} = Ingest.run(config, dry_run: true)
    for table <- Config.tables(), do: assert(paths(config, table) == [])
    assert {:ok, next} = Store.next_generation(config)
    assert next == number + 1
  end

  test "beside one who leads it begins at the other end", %{config: config} do
    paths = fn -> synced(%{config | batch_size: 1, concurrency: 1}) end
    [first | _] = alone = paths.()
    assert first == "assets/a.ts"

    statement(config, "TRUNCATE #{name(config, :code_files)}")
    {:ok, :held} = Store.acquire_lease(config, "leader", 60_000)
    assert paths.() == Enum.reverse(alone)
  end

  test "tables that are not there", %{config: config} do
    config = %{config | prefix: "nowhere"}
    assert {:error, {:not_migrated, "nowhere", 0}} = Ingest.run(config)
  end

  defp synced(config) do
    test = self()
    tell = fn step -> with {:synced, [%{path: path}]} <- step, do: send(test, {:synced, path}) end
    assert {:ok, %{failed: [], changed: count}} = Ingest.run(config, progress: tell)

    for _ <- 1..count do
      assert_receive {:synced, path}
      path
    end
  end

  defp everything(config, without) do
    for table <- Config.tables() do
      sql =
        "SELECT (to_jsonb(t) - $2::text[])::text FROM T t WHERE codebase_id = $1::text ORDER BY 1"

      rows(config, table, sql, [config.codebase_id, without])
    end
  end
end

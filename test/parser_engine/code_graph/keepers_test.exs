defmodule ParserEngine.CodeGraph.KeepersTest do
  # What runs at once: the jobs of a keeper, and two keepers of one codebase.
  use ParserEngine.LiveCase, async: true

  alias ParserEngine.{CodeGraph, Config, Ingest}
  alias ParserEngine.CodeGraph.Keeper

  # Enough that centrality takes seconds.
  @files 4_000
  @columns ~w(dependencies dependency_count related_files dependent_count links_hash
              duplication_percentage clone_count clones clones_hash)
  @scores ~w(pagerank_score centrality_score)

  test "files are taken in while centrality is computed", context do
    write(context, "a.ex", "defmodule A do\nend\n")
    live = start_live(context, graph: true)
    assert_converges(live)
    await_current(live.config)
    insert_files(live)

    Keeper.compared(live.config)
    keeper = Process.whereis(Module.concat(live.config.name, CodeGraph))
    eventually(fn -> :sys.get_state(keeper).computation end, now() + 60_000)
    forget_events()

    write(context, "a.ex", "defmodule A do\n  def a, do: F1.f()\nend\n")
    await_event([:graph, :refreshed], 30_000)
    refute_received {:event, [:graph, :scored], _, %{score: :centrality}}
    assert value(live, "a.ex", "dependencies", :codebase_metadata) =~ "lib/f1.ex"

    # What was computed of the older edges is written, and then what is true now.
    for _older_and_newer <- 1..2 do
      assert_receive {:event, [:graph, :scored], _, %{score: :centrality}}, 90_000
    end

    eventually(fn -> Keeper.status(live.config).current end)
    assert {:ok, graph} = CodeGraph.new(live.config)
    assert {:ok, %{files: 4_001}} = CodeGraph.refresh(live.config, graph, :all)
    assert {:ok, 0} = CodeGraph.score(live.config, graph, :centrality)
  end

  test "two keepers of one codebase leave the table as a graph built anew has it", context do
    for n <- 1..12, do: write(context, "lib/m#{n}.ex", module(n, [n + 1, n + 2]))
    configs = for _ <- 1..2, do: ingested(context)
    [first, _second] = configs
    for config <- configs, do: start_keeper(config)
    tell(configs, :compared)

    for round <- 1..10 do
      changed = for n <- [round, round + 2], do: {n, Enum.uniq([n + 1, round, 1])}
      for {n, uses} <- changed, do: write(context, "lib/m#{n}.ex", module(n, uses))
      if round == 5, do: File.rm!(Path.join(context.root, "lib/m1.ex"))
      {:ok, %{failed: []}} = Ingest.run(first)
      tell(configs, {:changed, for({n, _uses} <- changed, do: "lib/m#{n}.ex")})
      if round == 5, do: tell(configs, {:changed, ["lib/m1.ex"]})
    end

    for config <- configs, do: await_current(config)
    left = graph_rows(first)
    assert length(left) == 11
    assert Enum.any?(left, &Enum.member?(&1, "5"))
    clear(first)
    {:ok, _size} = CodeGraph.run(first)
    assert_same(left, graph_rows(first))
  end

  defp module(n, uses) do
    calls = for use <- uses, do: "  def f#{use}, do: M#{use}.f()\n"
    "defmodule M#{n} do\n#{calls}#{if rem(n, 2) == 0, do: copied()}end\n"
  end

  # Its lines are others where more is called above.
  defp copied do
    """
      def total(orders, rate) do
        paid = Enum.filter(orders, fn order -> order.paid and order.amount > 10 end)
        open = Enum.filter(orders, fn order -> order.open end)
        plus = Enum.map(paid, fn order -> order.amount * rate end)
        minus = Enum.map(open, fn order -> order.fee end)
        Enum.sum(plus) - Enum.sum(minus)
      end
    """
  end

  # Names of their own, as in two VMs; the rows are the same.
  defp ingested(context) do
    config = context |> options(codebase_id: "two", graph: false) |> Config.new!()
    {:ok, %{failed: []}} = Ingest.run(config)
    listen(config.codebase_id)
    config
  end

  defp start_keeper(config) do
    tasks = Module.concat(config.name, Tasks)
    start_supervised!({Task.Supervisor, name: tasks}, id: tasks)

    start_supervised!(%{
      id: Module.concat(config.name, CodeGraph),
      start: {Keeper, :start_link, [{config, tasks}]}
    })
  end

  defp tell(configs, :compared), do: Enum.each(configs, &Keeper.compared/1)

  defp tell(configs, {:changed, paths}),
    do: Enum.each(configs, &Keeper.changed(&1, paths))

  defp await_current(config),
    do: eventually(fn -> match?(%{current: true}, Keeper.status(config)) end)

  defp graph_rows(config) do
    sql = """
    SELECT path, #{Enum.map_join(@columns, ", ", &"#{&1}::text")}, #{Enum.join(@scores, ", ")}
    FROM #{config.prefix}.codebase_metadata WHERE codebase_id = $1::text ORDER BY path
    """

    config.repo.query!(sql, [config.codebase_id]).rows
  end

  defp clear(config) do
    sql = """
    UPDATE #{config.prefix}.codebase_metadata
    SET #{Enum.map_join(@columns ++ @scores, ", ", &"#{&1} = NULL")}
    WHERE codebase_id = $1::text
    """

    config.repo.query!(sql, [config.codebase_id])
  end

  # Scores are written where they differ by more than a millionth.
  defp assert_same(left, right) do
    links = length(@columns) + 1

    for {a, b} <- Enum.zip_with(left, right, &{&1, &2}) do
      assert Enum.take(a, links) == Enum.take(b, links)
      scores = Enum.zip(Enum.drop(a, links), Enum.drop(b, links))
      for {x, y} <- scores, do: assert_in_delta(x, y, 2.0e-6)
    end

    assert length(left) == length(right)
  end

  # Each uses thirty others, near ones and far ones.
  defp insert_files(live) do
    statement(live, """
    INSERT INTO #{live.config.prefix}.codebase_metadata
      (codebase_id, codebase_path, path, size, language, last_modified, file_type, content_hash,
       parse_status, analysis_version, generation, mtime_ns, ctime_ns, inode, metadata, imports)
    SELECT codebase_id, codebase_path, 'lib/f' || n || '.ex', size, language, last_modified,
           file_type, 'f' || n, parse_status, analysis_version, generation, mtime_ns, ctime_ns,
           inode, jsonb_build_object('modules', jsonb_build_array('F' || n), 'references',
             (SELECT jsonb_agg(jsonb_build_object(
                'name', 'F' || (1 + (n * step + step) % #{@files}), 'line', 1, 'kind', 'call'))
              FROM generate_series(1, 30) AS step)), '[]'
    FROM #{live.config.prefix}.codebase_metadata, generate_series(1, #{@files}) AS n
    WHERE path = 'a.ex' AND codebase_id = '#{live.config.codebase_id}'
    """)
  end

  defp forget_events do
    receive do
      {:event, _event, _measurements, _metadata} -> forget_events()
    after
      0 -> :ok
    end
  end
end

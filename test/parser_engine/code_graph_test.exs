defmodule ParserEngine.CodeGraphTest do
  # Dependencies and scores in the table, by an ingestion and while files change.
  use ParserEngine.LiveCase, async: true

  alias ParserEngine.CodeGraph.Keeper
  alias ParserEngine.{Config, Ingest}

  @a "defmodule A do\n  def a, do: B.b()\nend\n"
  @b "defmodule B do\n  def b, do: Enum.count([])\nend\n"

  defp ingested(context) do
    config = context |> options(graph: true) |> Config.new!()
    {:ok, %{failed: [], graph: {:ok, size}}} = Ingest.run(config)
    {%{config: config}, size}
  end

  # A row's columns, as JSON has them.
  defp graph_of(live, path) do
    for column <- ~w(dependencies dependency_count related_files dependent_count)a,
        into: %{},
        do: {column, value(live, path, column, :codebase_metadata)}
  end

  defp score(live, path, column) do
    value = value(live, path, column, :codebase_metadata)
    value && value |> Float.parse() |> elem(0)
  end

  defp depends?(live, path, target) do
    dependencies = value(live, path, "dependencies", :codebase_metadata)
    dependencies != nil and dependencies =~ ~s("path": "#{target}")
  end

  defp await_current(live) do
    eventually(fn -> match?(%{current: true}, Keeper.status(live.config)) end)
  end

  describe "an ingestion" do
    test "tells what each file depends on, and what depends on it", context do
      write(context, "lib/a.ex", @a)
      write(context, "lib/b.ex", @b)

      write(
        context,
        "test/b_test.exs",
        "defmodule BTest do\n  use ExUnit.Case\n  def t, do: B.b()\nend\n"
      )

      write(context, "README.md", "# B\n")
      {live, size} = ingested(context)
      assert %{files: 4, edges: 2, bad_manifests: []} = size

      assert %{dependency_count: "1", dependent_count: "0"} = graph_of(live, "lib/a.ex")
      assert depends?(live, "lib/a.ex", "lib/b.ex")

      assert %{dependency_count: "0", dependent_count: "2", related_files: related} =
               graph_of(live, "lib/b.ex")

      assert related ==
               ~s([{"path": "test/b_test.exs", "relation": "test"}, ) <>
                 ~s({"path": "lib/a.ex", "relation": "dependent"}])

      assert graph_of(live, "README.md") == %{
               dependencies: nil,
               dependency_count: nil,
               related_files: nil,
               dependent_count: nil
             }
    end

    test "ranks what much depends on", context do
      write(context, "lib/a.ex", @a)
      write(context, "lib/b.ex", "defmodule B do\n  def b, do: C.c()\nend\n")
      write(context, "lib/c.ex", "defmodule C do\n  def c, do: 1\nend\n")
      write(context, "README.md", "# B\n")
      {live, _size} = ingested(context)
      ranks = for name <- ~w(a b c), do: score(live, "lib/#{name}.ex", "pagerank_score")
      assert ranks == Enum.sort(ranks)
      assert_in_delta Enum.sum(ranks), 1.0, 1.0e-9
      assert score(live, "lib/b.ex", "centrality_score") == 0.5
      assert score(live, "lib/a.ex", "centrality_score") == 0.0
      assert score(live, "README.md", "pagerank_score") == nil
    end

    test "that finds the same writes nothing of it", context do
      write(context, "lib/a.ex", @a)
      write(context, "lib/b.ex", @b)
      {live, _size} = ingested(context)
      sql = "SELECT path, ctid::text FROM #{live.config.prefix}.codebase_metadata ORDER BY 1"
      before = live.config.repo.query!(sql, []).rows
      {:ok, _size} = ParserEngine.CodeGraph.run(live.config)
      assert live.config.repo.query!(sql, []).rows == before
    end

    test "without a graph leaves the columns alone", context do
      write(context, "lib/a.ex", @a)
      config = context |> options(graph: false) |> Config.new!()
      assert {:ok, %{graph: nil}} = Ingest.run(config)
      assert graph_of(%{config: config}, "lib/a.ex").dependency_count == nil
    end
  end

  describe "while files change" do
    test "both ends of a dependency follow", context do
      write(context, "lib/a.ex", @a)
      live = start_live(context, graph: true)
      assert_converges(live)
      refute depends?(live, "lib/a.ex", "lib/b.ex")

      write(context, "lib/b.ex", @b)
      eventually(fn -> depends?(live, "lib/a.ex", "lib/b.ex") end)
      eventually(fn -> graph_of(live, "lib/b.ex").dependent_count == "1" end)

      File.rename!(Path.join(context.root, "lib/b.ex"), Path.join(context.root, "lib/moved.ex"))
      eventually(fn -> depends?(live, "lib/a.ex", "lib/moved.ex") end)

      File.rm!(Path.join(context.root, "lib/moved.ex"))
      eventually(fn -> graph_of(live, "lib/a.ex").dependency_count == "0" end)
      assert_converges(live)
    end

    test "a manifest without a language is read again", context do
      write(context, "go.mod", "module example.org/old\n")
      write(context, "b/b.go", "package b\n")
      write(context, "a.go", "package a\n\nimport \"example.org/new/b\"\n\nvar A = b.B\n")
      live = start_live(context, graph: true)
      assert_converges(live)
      await_current(live)
      refute depends?(live, "a.go", "b/b.go")

      write(context, "go.mod", "module example.org/new\n")
      eventually(fn -> depends?(live, "a.go", "b/b.go") end)
      assert value(live, "go.mod", "path", :codebase_metadata) == nil

      File.rm!(Path.join(context.root, "go.mod"))
      eventually(fn -> not depends?(live, "a.go", "b/b.go") end)
      assert_converges(live)
    end

    test "a change of a body computes no rank", context do
      write(context, "lib/a.ex", @a)
      write(context, "lib/b.ex", @b)
      live = start_live(context, graph: true)
      assert_converges(live)
      await_current(live)
      before = score(live, "lib/b.ex", "pagerank_score")
      listen_to_scores(live)

      for n <- 1..20 do
        write(context, "lib/b.ex", "defmodule B do\n  def b, do: Enum.count([#{n}])\nend\n")

        # It may have been synced already.
        assert {:ok, _synced} =
                 ParserEngine.await_synced("lib/b.ex", 10_000, name: live.config.name)
      end

      # What has come by now has been taken in.
      write(context, "lib/c.ex", "defmodule C do\n  def c, do: B.b()\nend\n")
      assert_receive {:scored, :pagerank}, 20_000
      refute_received {:scored, :pagerank}
      refute score(live, "lib/b.ex", "pagerank_score") == before
    end

    test "what another process has written is taken in after a comparison", context do
      write(context, "lib/a.ex", @a)
      live = start_live(context, graph: true)
      assert_converges(live)
      await_current(live)
      hidden = Path.join(context.root, ".b.ex")
      File.write!(hidden, @b)

      # As a mix task on another machine would: the watcher is told nothing of it.
      statement(live, """
      INSERT INTO #{live.config.prefix}.codebase_metadata
        (codebase_id, codebase_path, path, size, language, last_modified, file_type, content_hash,
         parse_status, analysis_version, generation, mtime_ns, ctime_ns, inode, metadata, imports)
      SELECT codebase_id, codebase_path, 'lib/b.ex', size, language, last_modified, file_type, 'b',
             parse_status, analysis_version, generation, mtime_ns, ctime_ns, inode,
             '{"modules": ["B"], "references": []}', '[]'
      FROM #{live.config.prefix}.codebase_metadata WHERE path = 'lib/a.ex'
      """)

      Keeper.compared(live.config)
      eventually(fn -> depends?(live, "lib/a.ex", "lib/b.ex") end)
    end

    test "a table that refuses is written later", context do
      write(context, "lib/a.ex", @a)
      write(context, "lib/b.ex", @b)
      live = start_live(context, graph: true)
      assert_converges(live)
      await_current(live)
      refuse(live, :codebase_metadata)
      write(context, "lib/a.ex", "defmodule A do\nend\n")
      Keeper.changed(live.config, :all)
      eventually(fn -> value(live, "lib/a.ex", "content") == "defmodule A do\nend\n" end)
      heal(live, :codebase_metadata)
      eventually(fn -> graph_of(live, "lib/b.ex").dependent_count == "0" end)
      assert_converges(live)
    end

    test "a checkout is taken in once", context do
      for n <- 1..60, do: write(context, "lib/m#{n}.ex", "defmodule M#{n} do\nend\n")
      git(context, ["init", "-q", "-b", "one"])
      git(context, ["add", "."])
      git(context, ["commit", "-q", "-m", "one"])
      git(context, ["checkout", "-q", "-b", "two"])

      for n <- 2..60 do
        text = "defmodule M#{n} do\n  def f, do: M#{n - 1}.f()\nend\n"
        write(context, "lib/m#{n}.ex", text)
      end

      git(context, ["commit", "-q", "-a", "-m", "two"])
      git(context, ["checkout", "-q", "one"])
      live = start_live(context, graph: true, batch_size: 10)
      assert_converges(live)
      await_current(live)
      listen_to_scores(live)

      git(context, ["checkout", "-q", "two"])
      eventually(fn -> graph_of(live, "lib/m59.ex").dependent_count == "1" end)
      await_current(live)
      assert_converges(live)
      assert_received {:scored, :pagerank}
      refute_received {:scored, :pagerank}
    end

    test "a keeper that dies is started anew, and leaves the watcher alone", context do
      write(context, "lib/a.ex", @a)
      live = start_live(context, graph: true)
      assert_converges(live)
      await_current(live)
      watcher = Process.whereis(live.watcher)
      keeper = Process.whereis(Module.concat(live.config.name, ParserEngine.CodeGraph))
      Process.exit(keeper, :kill)
      eventually(fn -> Keeper.status(live.config) != nil end)
      await_current(live)
      write(context, "lib/b.ex", @b)
      eventually(fn -> depends?(live, "lib/a.ex", "lib/b.ex") end)
      assert Process.whereis(live.watcher) == watcher
    end

    test "is told in the status", context do
      write(context, "lib/a.ex", @a)
      write(context, "lib/b.ex", @b)
      live = start_live(context, graph: true)
      assert_converges(live)
      await_current(live)
      assert {:ok, %{graph: graph}} = ParserEngine.status(name: live.config.name)
      assert graph == %{files: 2, edges: 1, current: true}
    end
  end

  defp listen_to_scores(live) do
    test = self()
    id = {__MODULE__, live.config.codebase_id}

    ParserEngine.Telemetry.attach(id, [[:parser_engine, :graph, :scored]], fn _event,
                                                                              _measured,
                                                                              told ->
      if told.codebase_id == live.config.codebase_id, do: send(test, {:scored, told.score})
    end)

    on_exit(fn -> ParserEngine.Telemetry.detach(id) end)
  end
end

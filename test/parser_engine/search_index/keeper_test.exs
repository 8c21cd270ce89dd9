defmodule ParserEngine.SearchIndex.KeeperTest do
  # The index beside a watcher: it follows what is saved, and is in nobody's way.
  use ParserEngine.LiveCase

  alias ParserEngine.{CodebaseCase, ScriptedEmbedder, SearchIndex}

  @code "defmodule Shop do\n  def one, do: 1\nend\n"

  setup do
    agent = start_supervised!(%{id: :agent, start: {ScriptedEmbedder, :start_link, []}})
    {:ok, agent: agent, embedder: {ScriptedEmbedder, test: self(), agent: agent}}
  end

  defp status(live, path), do: value(live, path, "embedding_status", :codebase_metadata)

  test "a saved file can be found", context do
    live = start_live(context)
    write(context, "a.ex", @code)
    eventually(fn -> status(live, "a.ex") == "done" end)
    options = [repo: context.repo, codebase_id: live.config.codebase_id, name: live.config.name]
    assert {:ok, %{hits: [%{name: "one"} | _], pending: 0}} = ParserEngine.search("one", options)
    write(context, "a.ex", String.replace(@code, "one", "two"))

    eventually(fn ->
      match?({:ok, %{hits: [%{name: "two"} | _]}}, ParserEngine.search("two", options))
    end)

    eventually(fn -> match?(%{current: true}, SearchIndex.Keeper.status(live.config)) end)
  end

  test "rows are written while an embedder takes its time", context do
    ScriptedEmbedder.order(context.agent, wait: :go_on)
    live = start_live(context, embedder: context.embedder)
    write(context, "a.ex", @code)
    assert_receive {:embedded, ["Shop", "one"]}, 20_000
    write(context, "b.ex", "defmodule Other do\nend\n")
    eventually(fn -> stored?(live, "b.ex") end)
    assert status(live, "a.ex") == "pending"
    release(live)
    eventually(fn -> status(live, "a.ex") == "done" and status(live, "b.ex") == "done" end)
  end

  defp stored?(live, path), do: status(live, path) != nil

  # The task that waits is the only one.
  defp release(live) do
    [task] = tasks(live)
    send(task, :go_on)
  end

  test "an embedder that is busy is left alone, and asked again", context do
    ScriptedEmbedder.order(context.agent, error: {:embedder_busy, 50})
    live = start_live(context, embedder: context.embedder)
    write(context, "a.ex", @code)
    assert_receive {:event, [:search_index, :failed], _, %{reason: reason}}, 20_000
    assert reason == {:embedder_busy, 50}
    eventually(fn -> status(live, "a.ex") == "done" end)
  end

  test "a comparison of the tree does not cut short what it asks for", context do
    ScriptedEmbedder.order(context.agent, error: {:embedder_busy, 3_600_000})
    live = start_live(context, embedder: context.embedder)
    write(context, "a.ex", @code)
    assert_receive {:embedded, ["Shop", "one"]}, 20_000
    await_event([:search_index, :failed])
    SearchIndex.Keeper.compared(live.config)
    assert %{current: false} = SearchIndex.Keeper.status(live.config)
    assert tasks(live) == []
    refute_received {:embedded, _names}
  end

  test "what is saved while an embedder is away is found by its words", context do
    {module, options} = context.embedder
    unknown = {module, [unknown: {:embedder_unreachable, "no route"}] ++ options}
    live = start_live(context, embedder: unknown)
    write(context, "a.ex", @code)
    await_event([:search_index, :failed])
    write(context, "b.ex", "defmodule Other do\n  def saved_later, do: 1\nend\n")
    eventually(fn -> "saved_later" in names(live) end)
    assert status(live, "b.ex") == "pending"
  end

  defp names(live) do
    sql = "SELECT name FROM #{CodebaseCase.name(live.config, :code_symbols)}"
    List.flatten(live.config.repo.query!(sql, []).rows)
  end

  test "files are followed while what settles takes its time", context do
    live = start_live(context)
    held = lock_totals(context, live)
    assert_receive :is_held, 20_000
    write(context, "a.ex", @code)
    eventually(fn -> status(live, "a.ex") == "done" end)
    eventually(fn -> tasks(live) != [] end)
    write(context, "b.ex", "defmodule Other do\nend\n")
    eventually(fn -> status(live, "b.ex") == "done" end)
    assert tasks(live) != []
    send(held, :let_go)
    eventually(fn -> tasks(live) == [] end)
  end

  # Lexemes cannot be counted while somebody else has their table.
  defp lock_totals(context, live) do
    test = self()
    table = CodebaseCase.name(live.config, :parser_engine_lexeme_totals)

    spawn_link(fn ->
      context.repo.transaction(fn ->
        context.repo.query!("LOCK TABLE #{table} IN EXCLUSIVE MODE", [])
        send(test, :is_held)
        receive do: (:let_go -> :ok)
      end)
    end)
  end

  defp tasks(live),
    do: Task.Supervisor.children(Module.concat(live.config.name, "SearchIndex.Tasks"))
end

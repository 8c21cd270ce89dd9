defmodule ParserEngine.SearchIndex.KeeperTest do
  # The index beside a watcher: it follows what is saved, and is in nobody's way.
  use ParserEngine.LiveCase

  alias ParserEngine.{ScriptedEmbedder, SearchIndex}

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
    [task] = Task.Supervisor.children(Module.concat(live.config.name, "SearchIndex.Tasks"))
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
end

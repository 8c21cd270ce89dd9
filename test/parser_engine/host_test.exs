defmodule ParserEngine.HostTest do
  # What the README tells a host for its own tests.
  use ParserEngine.LiveCase, async: false

  alias ParserEngine.CodeFileWatcher

  test "the library starts nothing by itself" do
    assert Application.spec(:parser_engine, :mod) == []
    assert Process.whereis(ParserEngine) == nil
    assert Process.whereis(CodeFileWatcher) == nil
  end

  test "an instance that is not to start is none", context do
    options = [repo: context.repo, codebase_id: "host", root: context.root]
    children = [{ParserEngine, [start: false] ++ options}]
    {:ok, supervisor} = Supervisor.start_link(children, strategy: :one_for_one)

    assert [{ParserEngine, :undefined, :supervisor, _modules}] =
             Supervisor.which_children(supervisor)

    assert ParserEngine.status(options) == {:error, :not_watching}
    Supervisor.stop(supervisor)
  end

  test "a test of a host syncs a file without an instance, or with one of its own", context do
    options = [
      repo: context.repo,
      prefix: context.prefix,
      codebase_id: "host's test",
      root: context.root,
      lease: :none,
      reconcile_interval: :infinity
    ]

    write(context, "a.ex")
    assert {:ok, %{path: "a.ex"}} = ParserEngine.parse_and_store_single_file("a.ex", options)

    start_supervised!({ParserEngine, options})
    write(context, "b.ex")
    assert {:ok, _synced} = ParserEngine.await_synced("b.ex")
    assert :ok = stop_supervised(ParserEngine)
  end
end

defmodule ParserEngine.CodeFileWatcher.SourceTest do
  use ExUnit.Case, async: true

  alias ParserEngine.CodeFileWatcher.Source
  alias ParserEngine.{Config, Patience}

  @patience 20_000

  # Not in this repository, whose .git would be watched as well.
  setup do
    root = Path.join(System.tmp_dir!(), "pe-source-#{System.unique_integer([:positive])}")
    on_exit(fn -> File.rm_rf!(root) end)
    for file <- ["a.ex", "lib/a.ex", "_build/b.ex"], do: write(root, file)
    {:ok, root: root}
  end

  test "tells how many directories are watched, and what waits", %{root: root} do
    source = start(root)
    assert %{mode: :native, watches: 2, polled: 0, pending: 0} = Source.status(source)

    for name <- ["b.ex", "c.ex"], do: write(root, name)
    Patience.await(fn -> Source.status(source).pending == 2 end, @patience)

    Source.demand(source, 2)
    assert await_changed(source, 2) == ["b.ex", "c.ex"]
    Patience.await(fn -> Source.status(source).pending == 0 end, @patience)
    Source.stop(source)
  end

  test "polls everything where that is asked for", %{root: root} do
    source = start(root, watch: :poll, poll_interval: 20)
    assert %{mode: :polling, watches: 0, polled: 2} = Source.status(source)

    Source.demand(source, 100)
    write(root, "lib/deep/b.ex")
    assert await_changed(source, 1) == ["lib/deep/b.ex"]
    assert %{polled: 3} = Source.status(source)
    Source.stop(source)
  end

  defp start(root, options \\ []) do
    options = [codebase_id: "t", root: root, debounce: 40] ++ options
    {:ok, source} = Source.start(Config.new!(options))
    %{reference: reference} = source
    assert_receive {:code_watch_rescan, ^reference, "started"}, @patience
    source
  end

  defp await_changed(source, count, paths \\ []) do
    if length(paths) >= count do
      Enum.sort(paths)
    else
      %{reference: reference} = source
      assert_receive {:code_files_changed, ^reference, more}, @patience
      await_changed(source, count, paths ++ more)
    end
  end

  defp write(root, path) do
    file = Path.join(root, path)
    File.mkdir_p!(Path.dirname(file))
    File.write!(file, "")
  end
end

defmodule ParserEngine.RenamesLiveTest do
  # A renamed file keeps its rows, for the new name is written before the old one is deleted.
  use ParserEngine.LiveCase, async: true

  @files 120

  setup context do
    for n <- 1..@files, do: write(context, "lib/f#{n}.ex")
    live = start_live(context)
    assert_converges(live)
    {:ok, live: live, ids: ids(live, "lib/")}
  end

  test "a directory that is renamed under the eyes of the watch", %{live: live} = context do
    File.rename!(Path.join(context.root, "lib"), Path.join(context.root, "moved"))
    eventually(fn -> length(paths(live)) == @files and "moved/f1.ex" in paths(live) end)
    assert_converges(live)
    assert ids(live, "moved/") == context.ids
  end

  test "a directory that was renamed while nobody watched", %{live: live} = context do
    :ok = stop_supervised(live.config.name)
    File.rename!(Path.join(context.root, "lib"), Path.join(context.root, "moved"))

    live =
      start_live(context, codebase_id: live.config.codebase_id, concurrency: 1, batch_size: 7)

    eventually(fn -> length(paths(live)) == @files and "moved/f1.ex" in paths(live) end)
    assert_converges(live)
    assert ids(live, "moved/") == context.ids
  end

  # Ids in both tables by the file's name.
  defp ids(live, directory) do
    for table <- live.config.tables, n <- 1..@files, into: %{} do
      {{table, n}, value(live, "#{directory}f#{n}.ex", "id", table)}
    end
  end
end

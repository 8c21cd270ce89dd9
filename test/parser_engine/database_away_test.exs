defmodule ParserEngine.DatabaseAwayTest do
  # Lines of the log are counted.
  use ExUnit.Case, async: false

  import ExUnit.CaptureLog
  import ParserEngine.LiveCase

  alias ParserEngine.{Migration, OwnRepo, PrivatePostgres}

  @moduletag :postgres
  @moduletag timeout: 120_000

  setup do
    {:ok, server} = PrivatePostgres.start(ephemeral: true)
    on_exit(fn -> PrivatePostgres.stop(server) end)
    start_supervised!({OwnRepo, [log: false] ++ PrivatePostgres.repo_options(server)})
    :ok = Migration.run(OwnRepo)

    context = %{repo: OwnRepo, prefix: "public"}
    {:ok, root: root} = make_tree(context)
    {:ok, Map.merge(context, %{root: root, server: server})}
  end

  test "all that changed while the database was away lands when it is back", context do
    for n <- 1..10, do: write(context, "f#{n}.ex")
    live = start_live(context)
    assert_converges(live)
    watcher = Process.whereis(live.watcher)

    log =
      capture_log(fn ->
        kill(context.server)
        for n <- 1..5, do: write(context, "f#{n}.ex", source("while away", n))
        for n <- 6..7, do: File.rm!(Path.join(context.root, "f#{n}.ex"))
        write(context, "new/g.ex")

        assert {:error, :both_failed} =
                 ParserEngine.CodeFileWatcher.await(live.watcher, "f1.ex", 30_000)

        {:ok, _started} = PrivatePostgres.Server.start(context.server.cluster)
        assert_converges(live)
      end)

    assert "new/g.ex" in paths(live)
    assert Process.whereis(live.watcher) == watcher
    assert log =~ "✗✗ Both tables failed - code_files: {:database_unavailable, "
    # Eight paths, four attempts each, the one that was awaited twice, some comparisons.
    assert length(String.split(log, "[error]")) < 80
  end

  # Without a word to its clients, as a power cut would: the processes of its connections too,
  # which outlive the first one for a moment.
  defp kill(server) do
    [pid | _] =
      server.data_dir |> Path.join("postmaster.pid") |> File.read!() |> String.split("\n")

    children = "/proc/#{pid}/task/#{pid}/children" |> File.read!() |> String.split()
    {_output, _status} = System.cmd("kill", ["-9", pid | children], stderr_to_stdout: true)
  end
end

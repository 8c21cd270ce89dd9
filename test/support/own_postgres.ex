defmodule ParserEngine.OwnPostgres do
  @moduledoc false
  # A server of a test's own, which it may take away.

  import ExUnit.Callbacks

  alias ParserEngine.{LiveCase, Migration, OwnRepo, PrivatePostgres}
  alias ParserEngine.PrivatePostgres.Server

  # A setup: the server with its tables, `OwnRepo` over it, and a tree.
  def with_tree(_context) do
    server = start!()
    on_exit(fn -> PrivatePostgres.stop(server) end)
    start_supervised!({OwnRepo, [log: false] ++ PrivatePostgres.repo_options(server)})
    :ok = Migration.run(OwnRepo)
    # The throwaway server answers before it writes to disk, and is killed soon.
    OwnRepo.query!("CHECKPOINT", [])
    context = %{repo: OwnRepo, prefix: "public"}
    {:ok, root: root} = LiveCase.make_tree(context)
    {:ok, Map.merge(context, %{root: root, server: server})}
  end

  def start! do
    {:ok, server} = PrivatePostgres.start(ephemeral: true)
    server
  end

  # Without a word to its clients, as a power cut would: the processes of its connections too,
  # which outlive the first one for a moment.
  def kill(server) do
    [pid | _] =
      server.data_dir |> Path.join("postmaster.pid") |> File.read!() |> String.split("\n")

    children = "/proc/#{pid}/task/#{pid}/children" |> File.read!() |> String.split()
    {_output, _status} = System.cmd("kill", ["-9", pid | children], stderr_to_stdout: true)
    :ok
  end

  def restart!(server) do
    {:ok, _started} = Server.start(server.cluster)
    :ok
  end
end

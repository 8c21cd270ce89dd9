defmodule ParserEngine.OwnPostgres do
  @moduledoc false
  # A server of a test's own, which it may take away.

  alias ParserEngine.PrivatePostgres
  alias ParserEngine.PrivatePostgres.Server

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

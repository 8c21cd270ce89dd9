defmodule ParserEngine.PrivatePostgres.Keeper do
  @moduledoc false
  # Ends the server that this VM started when the VM ends, however it ends: a shell waits for the
  # end of its input, which the operating system brings about.

  use GenServer

  @wait_then_stop """
  trap '' INT HUP TERM
  folder=$1; shift
  cat > /dev/null
  "$@" > /dev/null 2>&1
  [ -z "$folder" ] || rm -rf "$folder"
  """

  @doc "Watches over a server; `folder` is removed afterwards, unless `nil`."
  @spec start([String.t()], Path.t() | nil) :: GenServer.on_start()
  def start(stop_command, folder), do: GenServer.start(__MODULE__, {stop_command, folder})

  @doc "Ends the watch, and so the server. May be called twice."
  @spec stop(pid()) :: :ok
  def stop(keeper) do
    Process.exit(keeper, :shutdown)
    :ok
  end

  @impl true
  def init({stop_command, folder}) do
    arguments = ["-c", @wait_then_stop, "sh", folder || "" | stop_command]
    {:ok, Port.open({:spawn_executable, "/bin/sh"}, [:binary, args: arguments])}
  end

  @impl true
  def handle_info(_message, port), do: {:noreply, port}
end

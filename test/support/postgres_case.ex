defmodule ParserEngine.TestPostgres do
  @moduledoc false
  # One throwaway cluster for a run of the suite, made by the code that the library itself uses.

  alias ParserEngine.{PrivatePostgres, Repo}

  @key {__MODULE__, :server}

  @doc "Starts the cluster and the repo; both end with the suite."
  @spec start!() :: PrivatePostgres.t()
  def start! do
    server = start_server!()
    start_repo!(PrivatePostgres.repo_options(server))
    :persistent_term.put(@key, server)
    ExUnit.after_suite(fn _result -> PrivatePostgres.stop(server) end)
    server
  end

  @doc "The cluster of this run."
  @spec server() :: PrivatePostgres.t()
  def server, do: :persistent_term.get(@key)

  defp start_server! do
    case PrivatePostgres.start(ephemeral: true) do
      {:ok, server} -> server
      {:error, reason} -> raise "no PostgreSQL for the tests: #{inspect(reason)}"
    end
  end

  defp start_repo!(options) do
    if Code.ensure_loaded?(Ecto.Repo), do: start_ecto!()
    {:ok, _pid} = Repo.start_link([pool_size: 10, log: false] ++ options)
  end

  defp start_ecto! do
    for application <- [:postgrex, :ecto_sql],
        do: {:ok, _started} = Application.ensure_all_started(application)
  end
end

defmodule ParserEngine.PostgresCase do
  @moduledoc false
  # A test with a schema of its own in the suite's cluster: `%{repo: repo, prefix: prefix}`.

  use ExUnit.CaseTemplate

  alias ParserEngine.Repo

  # bin/test runs these once more where there is a PostgreSQL without pgvector.
  using do
    quote do
      @moduletag :postgres
    end
  end

  setup do
    prefix = "t_#{System.unique_integer([:positive])}"
    Repo.query!("CREATE SCHEMA #{prefix}", [])
    on_exit(fn -> Repo.query!("DROP SCHEMA #{prefix} CASCADE", []) end)
    {:ok, repo: Repo, prefix: prefix}
  end
end

if Code.ensure_loaded?(Ecto.Repo) do
  defmodule ParserEngine.Repo do
    @moduledoc "The repo of the standalone mode, where Ecto is loaded: an Ecto repo."

    use Ecto.Repo, otp_app: :parser_engine, adapter: Ecto.Adapters.Postgres
  end
else
  defmodule ParserEngine.Repo do
    @moduledoc """
    The repo of the standalone mode, where Ecto is not loaded: the functions of an Ecto repo that
    the library calls, over `ParserEngine.StandaloneRepo`, with the options listed there.
    """

    alias ParserEngine.StandaloneRepo

    @doc "The options given to the application environment."
    @spec config() :: keyword()
    def config, do: Application.get_env(:parser_engine, __MODULE__, [])

    @doc "Starts the pool; options go before those of `config/0`."
    @spec start_link(keyword()) :: GenServer.on_start()
    def start_link(options \\ []) do
      config()
      |> Keyword.merge(options)
      |> Keyword.put(:name, __MODULE__)
      |> StandaloneRepo.start_link()
    end

    @doc "A child specification for a supervisor."
    @spec child_spec(keyword()) :: Supervisor.child_spec()
    def child_spec(options), do: %{id: __MODULE__, start: {__MODULE__, :start_link, [options]}}

    @doc "Runs one statement."
    @spec query(iodata(), [term()], keyword()) ::
            {:ok, StandaloneRepo.result()} | {:error, StandaloneRepo.error()}
    def query(sql, params \\ [], options \\ []),
      do: StandaloneRepo.query(__MODULE__, sql, params, options)

    @doc "Runs one statement, or raises."
    @spec query!(iodata(), [term()], keyword()) :: StandaloneRepo.result()
    def query!(sql, params \\ [], options \\ []),
      do: StandaloneRepo.query!(__MODULE__, sql, params, options)

    @doc "Runs `fun` in a transaction."
    @spec transaction((() -> value), keyword()) :: {:ok, value} | {:error, term()}
          when value: term()
    def transaction(fun, options \\ []),
      do: StandaloneRepo.transaction(__MODULE__, fun, options)

    @doc "Leaves the transaction, which answers `{:error, value}`."
    @spec rollback(term()) :: no_return()
    def rollback(value), do: StandaloneRepo.rollback(__MODULE__, value)
  end
end

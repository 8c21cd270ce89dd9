defmodule ParserEngine.Ingest.Database do
  @moduledoc false
  # The repo that a command works with, for the time that it works: the host's, or one over a
  # private server. That server ends with the VM even where nothing here is run any more.

  alias ParserEngine.{Error, PrivateDatabase, PrivatePostgres}

  @compile {:no_warn_undefined, Ecto.Migrator}

  @typedoc "`server` is `nil` for a host's repo."
  @type t :: %{repo: module(), server: PrivatePostgres.t() | nil}

  @doc "Calls `fun` with the database. Options: `:pool_size`, `:prefix`, `:home`."
  @spec run(module() | nil, keyword(), (t() -> result)) :: result | {:error, Error.reason()}
        when result: term()
  def run(nil, options, fun) do
    with {:ok, database} <- PrivateDatabase.open(options) do
      try do
        fun.(Map.take(database, [:repo, :server]))
      after
        PrivateDatabase.close(database)
      end
    end
  end

  def run(repo, options, fun), do: with_host(repo, options, &fun.(%{repo: &1, server: nil}))

  defp with_host(repo, options, fun) do
    if Code.ensure_loaded?(Ecto.Migrator) and function_exported?(repo, :__adapter__, 0),
      do: with_ecto(repo, options, fun),
      else: with_plain(repo, fun)
  end

  defp with_ecto(repo, options, fun) do
    case Ecto.Migrator.with_repo(repo, fun, Keyword.take(options, [:pool_size])) do
      {:ok, result, _applications} -> result
      {:error, reason} -> {:error, {:database_unavailable, inspect(reason)}}
    end
  end

  defp with_plain(repo, fun) do
    if function_exported?(repo, :start_link, 1), do: repo.start_link([])
    fun.(repo)
  end
end

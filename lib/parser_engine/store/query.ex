defmodule ParserEngine.Store.Query do
  @moduledoc false
  # One statement through the repo. Where another writer was in the way it is run again.

  alias ParserEngine.{Config, Error}
  alias ParserEngine.Store.Failure

  @attempts 5
  @conflict_pause 50

  @doc "The rows that a statement answers."
  @spec rows(Config.t(), String.t(), [term()]) :: {:ok, [[term()]]} | {:error, Error.reason()}
  def rows(config, sql, params), do: rows(config, sql, params, options(config), @attempts)

  @doc "The same of a statement that every sync runs. It stays prepared, by its name in Postgrex."
  @spec prepared(Config.t(), String.t(), [term()]) :: {:ok, [[term()]]} | {:error, Error.reason()}
  def prepared(config, sql, params) do
    name = "parser_engine_" <> Base.encode16(:erlang.md5(sql), case: :lower)
    rows(config, sql, params, [cache_statement: name] ++ options(config), @attempts)
  end

  @doc "For a statement whose answer is of no interest."
  @spec run(Config.t(), String.t(), [term()]) :: :ok | {:error, Error.reason()}
  def run(config, sql, params) do
    with {:ok, _rows} <- rows(config, sql, params), do: :ok
  end

  @doc "Runs a function with all its statements in one transaction, which ends where it fails."
  @spec transaction(Config.t(), (() -> {:ok, value} | {:error, Error.reason()})) ::
          {:ok, value} | {:error, Error.reason()}
        when value: term()
  def transaction(%Config{repo: nil}, _fun), do: {:error, :no_repo}

  def transaction(%Config{repo: repo}, fun) do
    Failure.guard(fn ->
      repo.transaction(fn ->
        case fun.() do
          {:ok, value} -> value
          {:error, reason} -> repo.rollback(reason)
        end
      end)
    end)
  end

  defp options(config), do: [timeout: config.query_timeout, log: false]

  defp rows(%Config{repo: nil}, _sql, _params, _options, _attempts), do: {:error, :no_repo}

  defp rows(config, sql, params, options, attempts) do
    case Failure.guard(fn -> config.repo.query(sql, params, options) end) do
      {:ok, result} -> {:ok, result.rows || []}
      {:error, reason} -> once_more(config, sql, params, options, attempts - 1, reason)
    end
  end

  # A pause of random length lets one of the two writers go first.
  defp once_more(config, sql, params, options, attempts, reason) do
    if attempts > 0 and Failure.of_conflict?(reason) do
      Process.sleep(:rand.uniform(@conflict_pause))
      rows(config, sql, params, options, attempts)
    else
      {:error, reason}
    end
  end
end

defmodule ParserEngine.Store.Snapshot do
  @moduledoc false
  # What a codebase came to at several times, for trends.

  alias ParserEngine.{Config, Error}
  alias ParserEngine.Store.{Query, Statement}

  @doc "Keeps the totals as they are now; those taken earlier in the same hour go."
  @spec take(Config.t()) :: :ok | {:error, Error.reason()}
  def take(config),
    do: Query.run(config, Statement.Snapshot.take(config.prefix), [config.codebase_id])

  @doc "All that are kept, as a JSON array."
  @spec list(Config.t()) :: {:ok, String.t()} | {:error, Error.reason()}
  def list(config) do
    sql = Statement.Snapshot.list(config.prefix)
    with {:ok, [[json]]} <- Query.rows(config, sql, [config.codebase_id]), do: {:ok, json}
  end
end

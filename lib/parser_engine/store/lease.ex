defmodule ParserEngine.Store.Lease do
  @moduledoc false
  # Who leads among the instances of a codebase: a row that expires. A session's lock would not
  # survive a pool of connections.

  alias ParserEngine.{Config, Error}
  alias ParserEngine.Store.{Query, Statement}

  @type failure :: {:error, Error.reason()}

  @doc false
  @spec acquire(Config.t(), String.t(), pos_integer()) ::
          {:ok, :held | {:other, String.t()}} | failure()
  def acquire(config, holder, milliseconds) do
    sql = Statement.Lease.acquire(config.prefix)

    case Query.rows(config, sql, [config.codebase_id, holder, milliseconds]) do
      {:ok, [[^holder]]} -> {:ok, :held}
      {:ok, [[other]]} -> {:ok, {:other, other}}
      failure -> failure
    end
  end

  @doc false
  @spec release(Config.t(), String.t()) :: :ok | failure()
  def release(config, holder),
    do: Query.run(config, Statement.Lease.release(config.prefix), [config.codebase_id, holder])

  @doc false
  @spec holder(Config.t()) :: {:ok, String.t() | nil} | failure()
  def holder(config) do
    sql = Statement.Lease.holder(config.prefix)

    with {:ok, rows} <- Query.rows(config, sql, [config.codebase_id]),
         do: {:ok, rows |> List.flatten() |> List.first()}
  end
end

defmodule ParserEngine.Store.Root do
  @moduledoc false
  # Which directory the tables tell of, and whether another one is suspected of being another
  # codebase: a row a codebase.

  alias ParserEngine.{Config, Error}
  alias ParserEngine.Store.{Query, Statement}

  @type known :: %{
          accepted: String.t() | nil,
          mounts: [String.t()],
          former_rows: non_neg_integer() | nil
        }
  @type failure :: {:error, Error.reason()}

  @doc false
  @spec known(Config.t()) :: {:ok, known()} | failure()
  def known(config) do
    case Query.rows(config, Statement.Root.known(config.prefix), [config.codebase_id]) do
      {:ok, [[accepted, mounts, rows]]} -> {:ok, known(accepted, mounts, rows)}
      {:ok, []} -> {:ok, known(nil, [], nil)}
      failure -> failure
    end
  end

  defp known(accepted, mounts, rows), do: %{accepted: accepted, mounts: mounts, former_rows: rows}

  @doc false
  @spec accept(Config.t(), String.t(), [String.t()]) :: :ok | failure()
  def accept(config, identity, mounts) do
    params = [config.codebase_id, identity, mounts]
    Query.run(config, Statement.Root.accept(config.prefix), params)
  end

  @doc false
  @spec suspect(Config.t()) :: :ok | failure()
  def suspect(config),
    do: Query.run(config, Statement.Root.suspect(config.prefix), [config.codebase_id])
end

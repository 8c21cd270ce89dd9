defmodule ParserEngine.SingleFile do
  @moduledoc false
  # One file into one table, for the two direct entry points.

  alias ParserEngine.{Config, Error, Instances, Store, Sync}

  @doc "Syncs the file into one table and answers its record."
  @spec store(Path.t(), keyword(), Config.table()) :: {:ok, map()} | {:error, Error.reason()}
  def store(path, options, table) do
    options = Keyword.put(options, :tables, [table])

    with {:ok, config} <- Instances.config(options),
         {:ok, relative} <- relative(path, config.root),
         :ok <- written(Sync.path(config, relative).result),
         {:ok, record} <- Store.record(config, table, relative) do
      if record, do: {:ok, record}, else: {:error, :enoent}
    end
  end

  @doc "The path as the tables have it: relative to the root."
  @spec relative(Path.t(), String.t()) :: {:ok, String.t()} | {:error, Error.reason()}
  def relative(path, root) do
    case path |> Path.expand(root) |> Path.relative_to(root) do
      "/" <> _elsewhere -> {:error, :outside_root}
      relative -> if String.valid?(relative), do: {:ok, relative}, else: {:error, :not_utf8}
    end
  end

  defp written({:ok, :deleted}), do: {:error, :enoent}
  defp written({:ok, _written}), do: :ok
  defp written({:skipped, reason}), do: {:error, reason}
  defp written({:error, reason}), do: {:error, reason}
end

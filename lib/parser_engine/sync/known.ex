defmodule ParserEngine.Sync.Known do
  @moduledoc false
  # What the tables know of some paths before they are looked at.

  alias ParserEngine.{Analyzer, Config, Error, Store}
  alias ParserEngine.Store.Entry

  @type of_table :: {:ok, %{String.t() => Entry.t()}} | {:error, Error.reason()}
  @type t :: %{Config.table() => of_table()}

  @doc "Asks each table."
  @spec fetch(Config.t(), [String.t()]) :: t()
  def fetch(config, paths), do: Map.new(config.tables, &{&1, Store.stored(config, &1, paths)})

  @doc "The hash of a path's content, if all tables know it as it would be analysed now."
  @spec hash(t(), String.t(), Config.t()) :: String.t() | nil
  def hash(known, path, config) do
    case known |> Map.values() |> Enum.map(&hash_in(&1, path, config)) |> Enum.uniq() do
      [hash] -> hash
      _several -> nil
    end
  end

  defp hash_in({:ok, %{} = entries}, path, config) do
    with %{^path => entry} <- entries,
         true <- Entry.analysed?(entry, Analyzer.version(config), config) do
      entry.hash
    else
      _unknown -> nil
    end
  end

  defp hash_in({:error, _reason}, _path, _config), do: nil

  @doc "Whether a table knows some content of a path."
  @spec filled?(t(), String.t()) :: boolean()
  def filled?(known, path), do: Enum.any?(known, &filled_in?(elem(&1, 1), path))

  defp filled_in?({:ok, entries}, path),
    do: match?(%{^path => %{size: size}} when size > 0, entries)

  defp filled_in?({:error, _reason}, _path), do: false
end

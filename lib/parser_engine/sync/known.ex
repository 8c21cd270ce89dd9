defmodule ParserEngine.Sync.Known do
  @moduledoc false
  # What the tables knew of some paths before they were looked at, and know now.

  alias ParserEngine.{Analyzer, Config}
  alias ParserEngine.Store.{Entry, Lookup}

  @doc "The hash of a path's content, if all tables know it as it would be analysed now."
  @spec hash(Lookup.known(), String.t(), Config.t()) :: String.t() | nil
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

  @doc "What all tables know of a file since something was written for it, if that is so."
  @spec entry(Config.t(), term()) :: Entry.t() | nil
  def entry(config, {:present, {:changed, %{hash: hash, stat: stat}}, fates}) do
    if Enum.all?(fates, &match?({_table, :ok}, &1)),
      do: Entry.of_reading(hash, stat, Analyzer.version(config))
  end

  def entry(_config, _found), do: nil

  @doc "Whether a table knows some content of a path."
  @spec filled?(Lookup.known(), String.t()) :: boolean()
  def filled?(known, path), do: Enum.any?(known, &filled_in?(elem(&1, 1), path))

  defp filled_in?({:ok, entries}, path),
    do: match?(%{^path => %{size: size}} when size > 0, entries)

  defp filled_in?({:error, _reason}, _path), do: false
end

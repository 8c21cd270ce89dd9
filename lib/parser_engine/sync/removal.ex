defmodule ParserEngine.Sync.Removal do
  @moduledoc false
  # Which of the looked-at paths have no row any more, and the end of their rows. The root is asked
  # about once its files were looked at: that they are absent says nothing in another directory.

  alias ParserEngine.{Config, Error, Reconcile, Root, Store}
  alias ParserEngine.Reconcile.Scan

  @typedoc "By path what was found: of interest are `{:gone, reach}` and `{:error, reason}`."
  @type found :: %{String.t() => term()}
  @type removed :: %{Config.table() => {:ok, [String.t()]} | {:error, Error.reason()}}

  @doc "What seems to be gone keeps its row where that says nothing: it is `{:error, reason}` then."
  @spec spare(Config.t(), found()) :: found()
  def spare(config, found) do
    case for {path, seen} <- found, doomed(seen), do: path do
      [] -> found
      doomed -> Map.merge(found, spared(config, found, doomed))
    end
  end

  defp spared(config, found, doomed) do
    with {:ok, unmounted} <- Root.trust(config),
         :ok <- inhabited(config, found) do
      for path <- doomed, Enum.any?(unmounted, &Scan.below?(path, &1)), into: %{} do
        {path, {:error, :unmounted}}
      end
    else
      {_kept_or_failed, reason} -> Map.new(doomed, &{&1, {:error, reason}})
    end
  end

  @doc "Deletes what is gone, in each table."
  @spec run(Config.t(), pos_integer(), found()) :: removed()
  def run(config, generation, found) do
    case for {path, seen} <- found, reach = doomed(seen), do: {path, reach} do
      [] -> %{}
      doomed -> Map.new(config.tables, &{&1, Store.delete(config, &1, generation, doomed)})
    end
  end

  @doc "How far the row of a path is to go: not at all (`nil`), alone, or with all below it."
  @spec doomed(term()) :: :alone | :below | nil
  def doomed({:gone, reach}), do: reach
  def doomed({:error, {:not_regular, :directory}}), do: :alone
  def doomed({:error, {:excluded, _why}}), do: :below
  def doomed(_found), do: nil

  defp inhabited(config, found) do
    with false <- Enum.any?(found, &match?({_path, {:present, _kind, _fates}}, &1)),
         {:ok, true} <- Reconcile.root_emptied?(config) do
      {:kept, :root_emptied}
    else
      {:error, _reason} = failure -> failure
      _some_file -> :ok
    end
  end
end

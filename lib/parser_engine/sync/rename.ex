defmodule ParserEngine.Sync.Rename do
  @moduledoc false
  # A file that was renamed keeps its row, with what is not computed from the file alone. No event
  # tells of a rename: a path is new to a table, and a row with the same content belongs to a path
  # that is gone.

  alias ParserEngine.{Config, OnDisk, Store}

  @type file :: {path :: String.t(), hash :: String.t()}

  @doc """
  Gives new files the rows of files with the same content that are not on disk any more. The rows
  count as outdated until they are written anew. What cannot be adopted will be inserted.
  """
  @spec adopt(Config.t(), Config.table(), pos_integer(), [file()]) :: :ok
  def adopt(_config, _table, _generation, []), do: :ok

  def adopt(config, table, generation, new) do
    hashes = new |> Enum.map(&elem(&1, 1)) |> Enum.uniq()

    with {:ok, same} <- Store.with_content(config, table, hashes),
         gone = for({path, _hash} = file <- same, OnDisk.gone?(config.root, path), do: file),
         [_ | _] = pairs <- pairs(gone, new) do
      Store.rename(config, table, generation, pairs)
    end

    :ok
  end

  @doc """
  Which old path became which new one: of several with the same content, the one whose name is most
  like it from its end.

      iex> ParserEngine.Sync.Rename.pairs(
      ...>   [{"a/x/__init__.py", "h"}, {"a/y/__init__.py", "h"}, {"a/z.py", "i"}],
      ...>   [{"b/y/__init__.py", "h"}, {"b/x/__init__.py", "h"}, {"b/w/__init__.py", "h"}]
      ...> )
      [{"a/y/__init__.py", "b/y/__init__.py"}, {"a/x/__init__.py", "b/x/__init__.py"}]
  """
  @spec pairs([file()], [file()]) :: [{old :: String.t(), new :: String.t()}]
  def pairs(old, new) do
    by_hash = Enum.group_by(old, &elem(&1, 1), &elem(&1, 0))
    {pairs, _left} = Enum.flat_map_reduce(new, by_hash, &pair/2)
    pairs
  end

  defp pair({new, hash}, by_hash) do
    case by_hash do
      %{^hash => [_ | _] = olds} ->
        old = Enum.max_by(olds, &likeness(&1, new))
        {[{old, new}], Map.put(by_hash, hash, List.delete(olds, old))}

      %{} ->
        {[], by_hash}
    end
  end

  defp likeness(one, other), do: :binary.longest_common_suffix([one, other])
end

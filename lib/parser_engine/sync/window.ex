defmodule ParserEngine.Sync.Window do
  @moduledoc false
  # Cuts a batch by the size of its files, since both rows of a file are a multiple of it, and all
  # those of a window are in memory before the first is written.

  alias ParserEngine.{Config, OnDisk}

  # Rows of six times as much have been seen.
  @bytes 2_500_000

  @doc "The items in windows of so many bytes of source; a larger file is alone in its own."
  @spec split([item], (item -> non_neg_integer())) :: [[item]] when item: term()
  def split([_alone] = items, _size), do: [items]

  def split(items, size) do
    items
    |> Enum.chunk_while({[], 0}, &add(&1, size.(&1), &2), fn {items, _bytes} ->
      {:cont, Enum.reverse(items), nil}
    end)
    |> Enum.reject(&(&1 == []))
  end

  defp add(item, size, {items, bytes}) do
    if bytes + size > @bytes,
      do: {:cont, Enum.reverse(items), {[item], size}},
      else: {:cont, {[item | items], bytes + size}}
  end

  @doc "How much of a file is read; nothing of one that cannot be or is over the limit."
  @spec size(Config.t(), String.t()) :: non_neg_integer()
  def size(config, path) do
    case OnDisk.look(config.root, path) do
      {:ok, _kind, size} when size <= config.max_file_bytes -> size
      _not_read -> 0
    end
  end
end

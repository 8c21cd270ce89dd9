defmodule ParserEngine.Coverage.GoProfile do
  @moduledoc false
  # Cover profiles of Go, which tell of blocks: `path:line.column,line.column statements count`. A
  # line ran as often as the block on it that ran most; the lines of a block are all between its
  # braces, with theirs. So a share of lines here is near to Go's own share of statements, but not it.

  @behaviour ParserEngine.Coverage.Format

  alias ParserEngine.Coverage.{Natural, Text}

  @block ~r/\A(.+):(\d+)\.(\d+),(\d+)\.(\d+) (\d+) (-?\d+)\z/

  # More than any codebase has, and what a profile of a few bytes could claim to have.
  @longest_file 1_000_000
  @most_lines 10_000_000

  @impl true
  def recognises?(bytes), do: String.starts_with?(bytes, "mode: ")

  @impl true
  def read(bytes) do
    with {:ok, blocks} <- blocks(bytes),
         :ok <- bounded(blocks) do
      {:ok, Map.new(blocks, fn {path, blocks} -> {path, lines(blocks)} end)}
    else
      {:error, why, number} -> {:error, {:bad_report, :go, why, number}}
    end
  end

  defp blocks(bytes) do
    case Text.reduce(bytes, %{}, &line/2) do
      {:ok, blocks} -> if mode?(bytes), do: {:ok, blocks}, else: {:error, "no mode line", 1}
      failure -> failure
    end
  end

  defp mode?(bytes), do: String.starts_with?(bytes, ["mode: set", "mode: count", "mode: atomic"])

  # Profiles that were put together have further mode lines.
  defp line("", blocks), do: {:ok, blocks}
  defp line("mode: " <> _mode, blocks), do: {:ok, blocks}

  defp line(line, blocks) do
    case Regex.run(@block, line, capture: :all_but_first) do
      [path | numbers] -> numbers |> naturals([]) |> block(path, blocks)
      nil -> {:error, "no block: #{Natural.quote_start(line)}"}
    end
  end

  defp naturals([], found), do: {:ok, Enum.reverse(found)}

  defp naturals([text | rest], found) do
    with {:ok, number} <- Natural.parse(text), do: naturals(rest, [number | found])
  end

  defp block({:error, why}, _path, _blocks), do: {:error, why}

  defp block({:ok, [first, from, last, to, statements, count]}, path, blocks) do
    cond do
      not String.valid?(path) -> {:error, "a path that is not UTF-8"}
      first == 0 or last < first -> {:error, "a block that ends before it begins"}
      last > @longest_file -> {:error, "a block that ends in line #{last}"}
      true -> {:ok, count(blocks, path, {first, from, last, to}, statements, count)}
    end
  end

  # A body without a statement is no code.
  defp count(blocks, path, _place, 0, _count), do: Map.put_new(blocks, path, %{})

  # Each test binary tells of all packages that it covers.
  defp count(blocks, path, place, _statements, count) do
    Map.update(blocks, path, %{place => count}, fn known ->
      Map.update(known, place, count, &(&1 + count))
    end)
  end

  defp bounded(blocks) do
    spans =
      for {_path, known} <- blocks, {{first, _, last, _}, _count} <- known, do: last - first + 1

    if Enum.sum(spans) <= @most_lines,
      do: :ok,
      else: {:error, "its blocks have more lines than any codebase", 0}
  end

  defp lines(blocks) do
    for {{first, _from, last, _to}, count} <- blocks, line <- first..last, reduce: %{} do
      lines -> Map.update(lines, line, count, &max(&1, count))
    end
  end
end

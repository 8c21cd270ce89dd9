Code.require_file("statistics.exs", __DIR__)

defmodule Bench.Table do
  # Text tables: the first column to the left, numbers to the right.

  alias Bench.Statistics

  def print(title, header, rows) do
    cells = Enum.map([header | rows], &Enum.map(&1, fn cell -> text(cell) end))
    widths = cells |> Enum.zip_with(& &1) |> Enum.map(&widest/1)
    IO.puts("\n## #{title}\n")
    Enum.each(cells, &IO.puts(line(&1, widths)))
  end

  @doc "A median with the smallest and largest value beside it."
  def spread(values),
    do: "#{text(Statistics.median(values))} (#{text(Enum.min(values))}–#{text(Enum.max(values))})"

  defp widest(cells), do: cells |> Enum.map(&String.length/1) |> Enum.max()

  defp line([first | others], [width | widths]) do
    numbers = Enum.zip_with(others, widths, &String.pad_leading/2)
    Enum.join([String.pad_trailing(first, width) | numbers], "  ")
  end

  defp text(nil), do: "–"
  defp text(number) when is_float(number), do: :erlang.float_to_binary(number, decimals: 2)
  defp text(other), do: to_string(other)
end

defmodule ParserEngine.Metrics.Format do
  @moduledoc false
  # A listing as text for a person or a program. Values in, text out.

  alias ParserEngine.JSON
  alias ParserEngine.Metrics.{Column, Listing}

  @gap 2
  @narrowest_path 20

  @doc "All columns, one object a row."
  @spec json([Listing.row()], [Column.t()]) :: iodata()
  def json(rows, columns) do
    names = Enum.map(columns, & &1.name)
    objects = Enum.map(rows, &object(&1, names))
    ["[", Enum.intersperse(objects, ",\n "), "]\n"]
  end

  # A map would lose the order of the columns.
  defp object(row, names) do
    members = Enum.zip_with(names, row, &[JSON.encode(&1), ":", JSON.encode(&2)])
    ["{", Enum.intersperse(members, ","), "}"]
  end

  @doc "All columns as RFC 4180 has it, with a header; what is not known is empty."
  @spec csv([Listing.row()], [Column.t()]) :: iodata()
  def csv(rows, columns) do
    for line <- [Enum.map(columns, & &1.name) | rows],
        do: [Enum.map_intersperse(line, ",", &csv_field/1), "\n"]
  end

  defp csv_field(nil), do: ""

  defp csv_field(value) do
    text = to_string(value)

    if String.contains?(text, [",", "\"", "\n", "\r"]),
      do: [?", String.replace(text, "\"", "\"\""), ?"],
      else: text
  end

  @doc """
  The columns that have a heading, aligned. Paths lose their beginning where the terminal is
  narrow; what is not known is a dash.
  """
  @spec table([Listing.row()], [Column.t()], pos_integer() | nil) :: iodata()
  def table(rows, columns, width) do
    shown = for {%{short: short}, index} when short != nil <- Enum.with_index(columns), do: index
    header = Enum.map(shown, &Enum.at(columns, &1).short)
    lines = for row <- rows, do: Enum.map(shown, &cell(Enum.at(row, &1)))
    left? = for index <- shown, do: not Column.number?(Enum.at(columns, index))
    widths = widths([header | lines], width)
    for line <- [header | lines], do: line(line, left?, widths)
  end

  defp cell(nil), do: "-"
  defp cell(float) when is_float(float), do: :erlang.float_to_binary(float, decimals: 2)
  defp cell(value), do: to_string(value)

  # The first column takes what the others leave.
  defp widths(lines, width) do
    [path | others] =
      Enum.zip_with(lines, fn cells -> cells |> Enum.map(&String.length/1) |> Enum.max() end)

    left = width && width - Enum.sum(others) - @gap * length(others)
    [if(left, do: path |> min(left) |> max(@narrowest_path), else: path) | others]
  end

  defp line(cells, left?, widths) do
    padded = Enum.zip_with([cells, left?, widths], &padded/1)

    [
      padded
      |> Enum.intersperse(String.duplicate(" ", @gap))
      |> IO.iodata_to_binary()
      |> String.trim_trailing(),
      "\n"
    ]
  end

  defp padded([cell, true, width]), do: cell |> shortened(width) |> String.pad_trailing(width)
  defp padded([cell, false, width]), do: String.pad_leading(cell, width)

  defp shortened(cell, width) do
    case String.length(cell) do
      length when length > width -> "…" <> String.slice(cell, (length - width + 1)..-1)
      _fits -> cell
    end
  end
end

defmodule ParserEngine.Metrics.Format do
  @moduledoc false
  # A listing as text for a person or a program. Values in, text out.

  alias ParserEngine.JSON
  alias ParserEngine.Metrics.{Column, Listing}

  @gap 2
  @between String.duplicate(" ", @gap)

  # Columns that can be shortened, and to what.
  @least %{"path" => 18, "name" => 24}

  # Columns that a narrow terminal does without, the first first.
  @expendable ~w(halstead_difficulty halstead_volume blank_lines comment_lines exits language
                 documentation_coverage parameters function_count nesting_depth maintainability_index lines
                 total_lines)

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
  The columns that have a heading, and the one sorted by, aligned for a person. Where `width` is too
  narrow for all, columns go, then names are shortened.
  """
  @spec table([Listing.row()], [Column.t()], pos_integer() | nil, Column.t() | nil) :: iodata()
  def table(rows, columns, width, sort \\ nil) do
    shown =
      for {column, index} <- Enum.with_index(columns), column.short || sorts?(column, sort) do
        cells = [column.short || column.name | Enum.map(rows, &cell(Enum.at(&1, index)))]
        {column, cells, cells |> Enum.map(&String.length/1) |> Enum.max()}
      end

    shown |> leave_out(width, sort) |> fit(width) |> Enum.map(&padded/1) |> Enum.zip_with(&line/1)
  end

  defp sorts?(column, sort), do: sort != nil and sort.name == column.name

  defp cell(nil), do: "-"
  defp cell(float) when is_float(float), do: :erlang.float_to_binary(float, decimals: 2)
  defp cell(value), do: to_string(value)

  defp leave_out(shown, nil, _sort), do: shown

  defp leave_out(shown, width, sort) do
    Enum.reduce_while(@expendable, shown, fn name, shown ->
      if narrowest(shown) <= width,
        do: {:halt, shown},
        else: {:cont, Enum.reject(shown, &(named?(&1, name) and not sorts?(elem(&1, 0), sort)))}
    end)
  end

  defp named?({column, _cells, _length}, name), do: column.name == name

  defp narrowest(shown),
    do: Enum.sum(Enum.map(shown, &least/1)) + @gap * (length(shown) - 1)

  defp least({column, _cells, length}), do: min(length, Map.get(@least, column.name, length))

  # What is left over goes to the function's name first, then to the path.
  defp fit(shown, nil), do: shown

  defp fit(shown, width) do
    spare = max(width - narrowest(shown), 0)

    {fitting, _spare} =
      shown
      |> Enum.reverse()
      |> Enum.map_reduce(spare, fn {column, cells, length} = part, spare ->
        least = least(part)
        given = min(length - least, spare)
        {{column, cells, least + given}, spare - given}
      end)

    Enum.reverse(fitting)
  end

  defp padded({column, cells, width}) do
    if Column.number?(column),
      do: Enum.map(cells, &String.pad_leading(&1, width)),
      else: Enum.map(cells, &(&1 |> shortened(width) |> String.pad_trailing(width)))
  end

  defp line(cells), do: [cells |> Enum.join(@between) |> String.trim_trailing(), "\n"]

  defp shortened(cell, width) do
    case String.length(cell) do
      length when length > width -> "…" <> String.slice(cell, (length - width + 1)..-1)
      _fits -> cell
    end
  end
end

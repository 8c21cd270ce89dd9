defmodule ParserEngine.Metrics.Listing do
  @moduledoc false
  # The rows of a listing: one a file or one a function. Analyses in, values out; the analyses,
  # which are many times larger, need not be kept.

  alias ParserEngine.Analysis
  alias ParserEngine.Metrics.{Arguments, Column}

  @type row :: [term()]

  @doc "The rows of some files."
  @spec rows([Analysis.t()], Arguments.t()) :: [row()]
  def rows(analyses, arguments) do
    subjects = Enum.flat_map(analyses, &subjects(&1, arguments.functions))
    for subject <- subjects, do: Enum.map(arguments.columns, & &1.value.(subject))
  end

  defp subjects(analysis, false), do: [analysis]
  defp subjects(analysis, true), do: for(f <- Analysis.functions(analysis), do: {analysis, f})

  @doc """
  What of the rows is shown, in order: those at least as large as the bound, worst first where a
  column to sort by was named, otherwise in the order of the files.
  """
  @spec select([row()], Arguments.t()) :: [row()]
  def select(rows, arguments), do: rows |> sorted(arguments) |> limited(arguments.limit)

  defp sorted(rows, %{sort: nil}), do: rows

  defp sorted(rows, %{sort: column} = arguments) do
    index = Enum.find_index(arguments.columns, &(&1.name == column.name))
    {known, unknown} = Enum.split_with(rows, &(Enum.at(&1, index) != nil))
    worst_first = Enum.sort_by(known, &Enum.at(&1, index), order(column))

    case arguments.min do
      nil -> worst_first ++ unknown
      min -> Enum.filter(worst_first, &at_least?(Enum.at(&1, index), min))
    end
  end

  defp order(%Column{worst: :highest}), do: :desc
  defp order(%Column{worst: :lowest}), do: :asc

  defp at_least?(value, min), do: is_number(value) and value >= min

  defp limited(rows, nil), do: rows
  defp limited(rows, limit), do: Enum.take(rows, limit)
end

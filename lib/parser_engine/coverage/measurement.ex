defmodule ParserEngine.Coverage.Measurement do
  @moduledoc false
  # What reports tell of one file, laid over its functions. Values in, values out.

  alias ParserEngine.Coverage.Format
  alias ParserEngine.JSON

  @typedoc "A function of the file, with the lines of each of its clauses."
  @type function_lines :: %{
          name: String.t(),
          parent: String.t() | nil,
          start_line: pos_integer(),
          end_line: pos_integer(),
          stretches: [{first :: pos_integer(), last :: pos_integer()}]
        }

  @typedoc "A row: `lines` may be unknown, `last_modified` is in seconds."
  @type file :: %{
          path: String.t(),
          hash: String.t(),
          lines: non_neg_integer() | nil,
          last_modified: integer(),
          functions: [function_lines()]
        }

  @typedoc "The lines of one file in all reports, and when the oldest of these was written."
  @type told :: %{lines: Format.lines(), formats: [Format.name()], written: integer()}

  @type t :: %{
          path: String.t(),
          covered: non_neg_integer(),
          relevant: non_neg_integer(),
          hash: String.t(),
          functions: [map()],
          uncovered: [[pos_integer()]],
          formats: [Format.name()],
          written: integer()
        }

  # Of no content at all.
  @other_content ""

  # Of files whose lines nobody counted; a report can name any.
  @longest_file 1_000_000

  @doc """
  Which lines ran, in the file and in each of its functions. Some tools count what follows the last
  line break as a line.
  """
  @spec new(file(), told()) :: t()
  def new(file, told) do
    last = file.lines || told.lines |> Map.keys() |> Enum.max(fn -> 0 end) |> min(@longest_file)
    lines = Map.filter(told.lines, fn {line, _hits} -> line <= last end)
    sums = sums(lines, last)
    {covered, relevant} = between(sums, 1, last)

    %{
      path: file.path,
      covered: covered,
      relevant: relevant,
      hash: if(fits?(file, told, last), do: file.hash, else: @other_content),
      functions: Enum.map(file.functions, &function(&1, sums)),
      uncovered: uncovered(lines),
      formats: told.formats,
      written: told.written
    }
  end

  # A file that was written after the report, or that has no such lines, is another one by now.
  defp fits?(file, told, last) do
    file.last_modified <= told.written and
      (foreign_lines?(told) or Enum.all?(told.lines, fn {line, _hits} -> line <= last + 1 end))
  end

  # Coverdata counts lines of templates and macros as lines of the module that they end up in.
  defp foreign_lines?(told), do: :coverdata in told.formats

  @doc """
  The covered part of what has code; `nil` where there is none.

      iex> ParserEngine.Coverage.Measurement.share(1, 4)
      0.25
      iex> ParserEngine.Coverage.Measurement.share(0, 0)
      nil
  """
  @spec share(non_neg_integer(), non_neg_integer()) :: float() | nil
  def share(_covered, 0), do: nil
  def share(covered, relevant), do: covered / relevant

  # Of the lines from the first to each: how many were covered, and how many have code.
  defp sums(lines, last) do
    {sums, _end} =
      Enum.map_reduce(1..last//1, {0, 0}, fn line, sum ->
        sum = add(sum, Map.get(lines, line))
        {sum, sum}
      end)

    List.to_tuple([{0, 0} | sums])
  end

  defp add(sum, nil), do: sum
  defp add({covered, relevant}, 0), do: {covered, relevant + 1}
  defp add({covered, relevant}, _hits), do: {covered + 1, relevant + 1}

  defp between(sums, first, last) do
    most = tuple_size(sums) - 1
    {covered, relevant} = elem(sums, min(last, most))
    {covered_before, relevant_before} = elem(sums, min(first - 1, most))
    {max(covered - covered_before, 0), max(relevant - relevant_before, 0)}
  end

  # A function inside a function counts for both, as it does in the other measures.
  defp function(function, sums) do
    {covered, relevant} =
      function.stretches |> Enum.map(&stretch(&1, sums)) |> Enum.reduce({0, 0}, &plus/2)

    function
    |> Map.delete(:stretches)
    |> Map.merge(%{covered: covered, relevant: relevant, coverage: share(covered, relevant)})
  end

  # Where a definition is a statement, its first line runs without the function being called.
  defp stretch({first, last}, sums) do
    case between(sums, first + 1, last) do
      {0, 0} -> between(sums, first, first)
      body -> body
    end
  end

  defp plus({covered, relevant}, {more_covered, more_relevant}),
    do: {covered + more_covered, relevant + more_relevant}

  # Lines without code between two uncovered ones do not part them.
  defp uncovered(lines) do
    lines
    |> Enum.sort()
    |> Enum.chunk_by(fn {_line, hits} -> hits == 0 end)
    |> Enum.filter(fn [{_line, hits} | _rest] -> hits == 0 end)
    |> Enum.map(fn [{first, _} | _] = chunk -> [first, chunk |> List.last() |> elem(0)] end)
  end

  @doc "As the store writes it."
  @spec json(t()) :: iodata()
  def json(measurement) do
    JSON.encode(%{
      path: measurement.path,
      hash: measurement.hash,
      share: share(measurement.covered, measurement.relevant),
      coverage: %{
        format: measurement.formats |> Enum.uniq() |> Enum.sort() |> Enum.join("+"),
        covered: measurement.covered,
        relevant: measurement.relevant,
        functions: measurement.functions,
        uncovered: measurement.uncovered,
        reported_at: measurement.written |> DateTime.from_unix!() |> DateTime.to_iso8601()
      }
    })
  end
end

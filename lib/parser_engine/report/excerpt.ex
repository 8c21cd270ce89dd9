defmodule ParserEngine.Report.Excerpt do
  @moduledoc false
  # Lines of a file around places in it, each line once.

  @around 2
  @longest_line 240

  @typedoc "First and last line, from 1."
  @type place :: {pos_integer(), pos_integer()}

  @typedoc "The number of the first line, and the lines; `nil` is one that is not to be shown."
  @type stretch :: {pos_integer(), [String.t() | nil]}

  @typedoc "Numbers of lines that are not to be shown."
  @type hidden :: MapSet.t(pos_integer())

  @doc """
  Stretches that show all these places with two lines around each.

      iex> text = Enum.map_join(1..9, "\\n", &"line \#{&1}")
      iex> ParserEngine.Report.Excerpt.stretches(text, [{1, 1}, {3, 3}])
      [{1, ["line 1", "line 2", "line 3", "line 4", "line 5"]}]
  """
  @spec stretches(String.t(), [place()], hidden()) :: [stretch()]
  def stretches(text, places, hidden \\ MapSet.new()) do
    lines = lines(text)

    places
    |> Enum.map(&around(&1, tuple_size(lines)))
    |> Enum.filter(fn {first, last} -> first <= last end)
    |> Enum.sort()
    |> merge([])
    |> Enum.map(fn {first, last} -> {first, for(n <- first..last, do: line(lines, n, hidden))} end)
  end

  @doc """
  The line with which each of these places begins, where it may be shown.

      iex> ParserEngine.Report.Excerpt.first_lines("a\\nb\\nc\\n", [{2, 3}, {9, 9}])
      %{2 => "b"}
  """
  @spec first_lines(String.t(), [place()], hidden()) :: %{pos_integer() => String.t()}
  def first_lines(text, places, hidden \\ MapSet.new()) do
    lines = lines(text)

    for {first, _last} <- places,
        first <= tuple_size(lines),
        line = line(lines, first, hidden),
        into: %{},
        do: {first, line}
  end

  # As the analysis counts them: otherwise the numbers of hidden lines mean others.
  defp lines(text), do: text |> String.split(["\r\n", "\n", "\r"]) |> List.to_tuple()

  defp around({first, last}, count),
    do: {max(first - @around, 1), min(max(first, last) + @around, count)}

  defp merge([{first, last} | places], [{start, until} | done]) when first <= until + 1,
    do: merge(places, [{start, max(until, last)} | done])

  defp merge([place | places], done), do: merge(places, [place | done])
  defp merge([], done), do: Enum.reverse(done)

  defp line(lines, number, hidden), do: if(number not in hidden, do: line(lines, number))

  # A copy, since a part of the text would keep all of it in memory.
  defp line(lines, number) do
    line = elem(lines, number - 1)

    if byte_size(line) > @longest_line and String.length(line) > @longest_line,
      do: String.slice(line, 0, @longest_line) <> "…",
      else: :binary.copy(line)
  end
end

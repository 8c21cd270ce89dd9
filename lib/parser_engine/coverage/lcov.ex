defmodule ParserEngine.Coverage.LCOV do
  @moduledoc false
  # Tracefiles of lcov, which most tools write: `SF:path`, then `DA:line,hits` for each line with
  # code, and `end_of_record`. What is said of functions and branches is not needed.

  @behaviour ParserEngine.Coverage.Format

  alias ParserEngine.Coverage.{Format, Natural, Text}

  @beginnings ["TN:", "SF:", "VER:"]

  @impl true
  def recognises?(bytes) do
    case bytes |> binary_part(0, min(byte_size(bytes), 4096)) |> first_word() do
      "" -> false
      line -> String.starts_with?(line, @beginnings)
    end
  end

  # Comments and empty lines may come before.
  defp first_word(bytes) do
    bytes
    |> String.split("\n")
    |> Enum.map(&String.trim/1)
    |> Enum.find("", &(&1 != "" and not String.starts_with?(&1, "#")))
  end

  @impl true
  def read(bytes) do
    case Text.reduce(bytes, {nil, %{}, %{}}, &line/2) do
      {:ok, {nil, _lines, found}} -> {:ok, found}
      {:ok, {path, _lines, _found}} -> bad("it ends within the record of #{quoted(path)}", 0)
      {:error, why, number} -> bad(why, number)
    end
  end

  defp bad(why, number), do: {:error, {:bad_report, :lcov, why, number}}

  defp line("SF:" <> path, {nil, _lines, found}), do: named(path, found)

  defp line("SF:" <> _path, {open, _lines, _found}),
    do: {:error, "SF before the end_of_record of #{quoted(open)}"}

  defp line("DA:" <> _data, {nil, _lines, _found}), do: {:error, "DA before any SF"}
  defp line("DA:" <> data, {path, lines, found}), do: data(data, path, lines, found)
  defp line("end_of_record" <> _, {nil, _lines, found}), do: {:ok, {nil, %{}, found}}

  defp line("end_of_record" <> _, {path, lines, found}),
    do: {:ok, {nil, %{}, Map.update(found, path, lines, &Format.add(&1, lines))}}

  defp line(other, state) do
    if blank?(other) or other =~ ~r/\A(#|[A-Z]+:)/,
      do: {:ok, state},
      else: {:error, "no record of a tracefile: #{Natural.quote_start(other)}"}
  end

  defp blank?(line), do: String.trim(line) == ""

  defp named(path, found) do
    cond do
      path == "" -> {:error, "SF without a path"}
      not String.valid?(path) -> {:error, "a path that is not UTF-8"}
      true -> {:ok, {path, %{}, found}}
    end
  end

  # A third value is a checksum of the line.
  defp data(data, path, lines, found) do
    with [line, hits | _checksum] <- :binary.split(data, ",", [:global]),
         {:ok, line} <- Natural.parse(line),
         {:ok, hits} <- hits |> String.trim() |> Natural.parse() do
      {:ok, {path, count(lines, line, hits), found}}
    else
      [_only] -> {:error, "DA without a count"}
      failure -> failure
    end
  end

  # What belongs to no line is said of line 0.
  defp count(lines, 0, _hits), do: lines
  defp count(lines, line, hits), do: Map.update(lines, line, hits, &(&1 + hits))

  defp quoted(path), do: Natural.quote_start(path)
end

defmodule ParserEngine.Coverage.Natural do
  @moduledoc false
  # The numbers of a report. Some tools write counts that have run over, of any length.

  @most 999_999_999_999_999_999
  @most_digits 18
  @quoted 40

  @doc """
  The number that a text is. A larger one than anybody counts to becomes the largest.

      iex> ParserEngine.Coverage.Natural.parse("0012")
      {:ok, 12}
      iex> ParserEngine.Coverage.Natural.parse("18446744073709551615")
      {:ok, 999_999_999_999_999_999}
      iex> ParserEngine.Coverage.Natural.parse("-1")
      {:error, "a negative number, -1"}
      iex> ParserEngine.Coverage.Natural.parse("1e3")
      {:error, "no number: \\"1e3\\""}
  """
  @spec parse(binary()) :: {:ok, non_neg_integer()} | {:error, String.t()}
  def parse("-" <> digits = text) do
    if digits?(digits),
      do: {:error, "a negative number, #{cut(text)}"},
      else: {:error, "no number: #{quote_start(text)}"}
  end

  def parse(text) do
    if digits?(text),
      do: {:ok, text |> String.trim_leading("0") |> number()},
      else: {:error, "no number: #{quote_start(text)}"}
  end

  defp digits?(""), do: false
  defp digits?(text), do: all_digits?(text)

  defp all_digits?(<<digit, rest::binary>>) when digit in ?0..?9, do: all_digits?(rest)
  defp all_digits?(rest), do: rest == ""

  defp number(""), do: 0
  defp number(digits) when byte_size(digits) > @most_digits, do: @most
  defp number(digits), do: String.to_integer(digits)

  @doc "The beginning of a text from outside, for an error."
  @spec quote_start(binary()) :: String.t()
  def quote_start(text), do: inspect(cut(text), binaries: :as_strings)

  defp cut(text), do: binary_part(text, 0, min(byte_size(text), @quoted))
end

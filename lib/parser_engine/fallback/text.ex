defmodule ParserEngine.Fallback.Text do
  @moduledoc false
  # From raw bytes to text that JSON and PostgreSQL accept. Every byte that cannot be kept becomes
  # one "?", so that offsets hold.

  @binary_probe 8 * 1024

  @spec from_bytes(binary) :: {:ok, String.t(), lossy :: boolean} | {:error, :binary}
  def from_bytes(bytes) do
    if contains_nul?(binary_part(bytes, 0, min(@binary_probe, byte_size(bytes)))) do
      {:error, :binary}
    else
      text = clean(bytes)
      {:ok, text, text != bytes}
    end
  end

  @spec clean(binary) :: String.t()
  def clean(bytes) do
    text = if String.valid?(bytes), do: bytes, else: replace_invalid(bytes, "")
    if contains_nul?(text), do: :binary.replace(text, <<0>>, "?", [:global]), else: text
  end

  @doc "Physical lines: line feeds, and one more where the last line has none."
  @spec line_count(binary) :: non_neg_integer
  def line_count(bytes), do: line_feeds(bytes) + open_line(bytes)

  @spec line_feeds(binary) :: non_neg_integer
  def line_feeds(bytes), do: bytes |> :binary.matches("\n") |> length()

  @spec open_line(binary) :: 0 | 1
  def open_line(""), do: 0
  def open_line(bytes), do: if(:binary.last(bytes) == ?\n, do: 0, else: 1)

  defp contains_nul?(bytes), do: :binary.match(bytes, <<0>>) != :nomatch

  defp replace_invalid(<<char::utf8, rest::binary>>, done) do
    replace_invalid(rest, <<done::binary, char::utf8>>)
  end

  defp replace_invalid(<<_, rest::binary>>, done), do: replace_invalid(rest, <<done::binary, ??>>)
  defp replace_invalid(<<>>, done), do: done
end

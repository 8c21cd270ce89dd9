defmodule ParserEngine.SecretSamples do
  @moduledoc false
  # Texts with fake secrets, made while the tests run from templates that both sides' tests read.

  @table Path.expand("../../native/code_analysis/tests/secret_samples.tsv", __DIR__)
  @external_resource @table
  @rows for row <- @table |> File.read!() |> String.split("\n", trim: true),
            not String.starts_with?(row, "#"),
            do: row |> String.split("\t", parts: 2) |> List.to_tuple()

  @letters Enum.concat([?A..?Z, ?a..?z, ?0..?9])
  @alphabets %{
    "A" => @letters,
    "U" => Enum.concat(?A..?Z, ?2..?7),
    "h" => Enum.concat(?0..?9, ?a..?f),
    "d" => Enum.to_list(?1..?9),
    "B" => @letters ++ '+/',
    "w" => @letters ++ '_-'
  }

  @doc "Texts, each with its secret parts. Where they say `\\\\n` there is a line end in a literal."
  @spec secrets() :: [{text :: String.t(), parts :: [String.t()]}]
  def secrets, do: for({id, template} <- @rows, id != "kept", do: render(template))

  @doc "Texts that look like secrets and are none."
  @spec kept() :: [String.t()]
  def kept, do: for({"kept", text} <- @rows, do: text)

  defp render(template) do
    pieces = Regex.split(~r/\{[AUhdBw]\d+\}/, template, include_captures: true)
    rendered = Enum.map(pieces, &piece/1)
    text = Enum.map_join(rendered, fn {_kind, text} -> text end)
    {text, for({:random, part} <- rendered, long?(part), do: part)}
  end

  defp piece("{" <> <<alphabet::binary-size(1), rest::binary>> = piece)
       when is_map_key(@alphabets, alphabet) do
    case Integer.parse(rest) do
      {length, "}"} -> {:random, random(@alphabets[alphabet], length)}
      _text -> {:text, piece}
    end
  end

  defp piece(text), do: {:text, text}

  defp random(alphabet, length),
    do: for(_ <- 1..length, into: "", do: <<Enum.random(alphabet)>>)

  # Short ones may be anywhere by chance, and long numbers are names, not secrets.
  defp long?(part), do: byte_size(part) > 14 and part =~ ~r/\D/
end

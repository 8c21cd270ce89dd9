defmodule ParserEngine.RedactionTest do
  use ExUnit.Case, async: true
  doctest ParserEngine.Redaction

  alias ParserEngine.{Redaction, SecretSamples}

  test "hides what the native side hides" do
    for {text, parts} <- SecretSamples.secrets() do
      assert {redacted, 1} = Redaction.redact(text), text
      assert byte_size(redacted) == byte_size(text)
      assert leaks(redacted, parts) == [], text
      assert Redaction.redact(redacted) == {redacted, 0}, text
    end
  end

  test "keeps what the native side keeps" do
    for text <- SecretSamples.kept(), do: assert(Redaction.redact(text) == {text, 0})
  end

  test "hides all in a text with many" do
    samples = SecretSamples.secrets()

    for separator <- [" ", "\n", "\\n", "\",\"", "ü"] do
      text = Enum.map_join(samples, separator, &elem(&1, 0))
      {redacted, count} = Redaction.redact(text)
      assert count > length(samples) / 2
      assert leaks(redacted, Enum.flat_map(samples, &elem(&1, 1))) == []
      assert String.valid?(redacted)
    end
  end

  defp leaks(text, parts), do: Enum.filter(parts, &String.contains?(text, &1))
end

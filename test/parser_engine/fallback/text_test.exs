defmodule ParserEngine.Fallback.TextTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Fallback.Text

  @probe 8 * 1024

  test "a NUL in the first 8 KB is binary, a later one is replaced" do
    assert Text.from_bytes("\x7fELF\0") == {:error, :binary}
    assert Text.from_bytes(String.duplicate("a", @probe - 1) <> <<0>>) == {:error, :binary}

    assert {:ok, text, true} = Text.from_bytes(String.duplicate("a", @probe) <> "\0b")
    assert String.ends_with?(text, "a?b")
  end

  test "bad bytes are replaced in place" do
    bytes = <<0xFF, "ä", 0xE2, 0x82, "!", 0xED, 0xA0, 0x80>>
    assert Text.from_bytes(bytes) == {:ok, "?ä??!???", true}
  end

  test "an escaped NUL and a byte order mark survive" do
    text = "\uFEFF\"\\u0000\""
    assert Text.from_bytes(text) == {:ok, text, false}
  end

  test "lines are line feeds, and one more where the last line has none" do
    assert Enum.map(["", "\n", "a", "a\n", "a\nb"], &Text.line_count/1) == [0, 1, 1, 1, 2]
  end
end

defmodule ParserEngine.JSONTest do
  use ExUnit.Case, async: true

  alias ParserEngine.JSON

  defp encode(value), do: value |> JSON.encode() |> IO.iodata_to_binary()

  test "scalars" do
    assert encode(nil) == "null"
    assert encode(true) == "true"
    assert encode(-12) == "-12"
    assert encode(1.5) == "1.5"
    assert encode(:module) == ~s("module")
  end

  test "lists and objects" do
    assert encode([]) == "[]"
    assert encode([1, [2], "c"]) == ~s([1,[2],"c"])
    assert encode(%{}) == "{}"
    assert encode(%{"b" => nil, a: 1}) in [~s({"a":1,"b":null}), ~s({"b":null,"a":1})]
    assert encode([{:fragment, ["[", "1]"]}]) == "[[1]]"
  end

  test "escapes" do
    assert encode(~S(a"b\c/d)) == ~S("a\"b\\c/d")
    assert encode("\b\t\n\f\r\x1f\x7f") == ~s("\\b\\t\\n\\f\\r\\u001f\x7f")
    assert encode(~S(\u0000)) == ~S("\\u0000")
    assert encode("ä€😀\u2028") == "\"ä€😀\u2028\""
  end

  test "what PostgreSQL refuses becomes question marks" do
    assert encode(<<"a", 0, 0xFF, 0xC3, "b", 0xE2, 0x82>>) == ~s("a???b??")
  end

  test "any bytes come back from between the quotes, those that cannot be kept as ?" do
    for length <- 0..300 do
      bytes =
        for _ <- 1..length//1,
            into: "",
            do: <<Enum.random([?", ?\\, ?u, ?ä, :rand.uniform(256) - 1])>>

      json = encode(bytes)
      assert String.valid?(json)
      assert <<?", inner::binary>> = json
      text = decode(inner, "")
      assert byte_size(text) == length
      assert text == ParserEngine.Fallback.Text.clean(bytes)
    end
  end

  @escapes %{?b => ?\b, ?t => ?\t, ?n => ?\n, ?f => ?\f, ?r => ?\r, ?" => ?", ?\\ => ?\\}

  defp decode(<<?">>, text), do: text

  defp decode(<<"\\u", hex::binary-4, rest::binary>>, text),
    do: decode(rest, <<text::binary, String.to_integer(hex, 16)::utf8>>)

  defp decode(<<?\\, escaped, rest::binary>>, text),
    do: decode(rest, <<text::binary, Map.fetch!(@escapes, escaped)>>)

  defp decode(<<plain, rest::binary>>, text) when plain >= 0x20 and plain != ?",
    do: decode(rest, <<text::binary, plain>>)
end

defmodule ParserEngine.Fallback.JSONTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Fallback.JSON

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
    :rand.seed(:exsss, {1, 2, 3})

    for length <- 0..300 do
      bytes =
        for _ <- 1..length//1,
            into: "",
            do: <<Enum.random([?", ?\\, ?u, ?ä, :rand.uniform(256) - 1])>>

      json = encode(bytes)
      assert String.valid?(json)
      # In Elixir's own syntax these escapes mean the same, but for \/ and interpolation.
      assert {:ok, text} = json |> String.replace("#", "\\#") |> Code.string_to_quoted()
      assert byte_size(text) == length
      assert text == ParserEngine.Fallback.Text.clean(bytes)
    end
  end
end

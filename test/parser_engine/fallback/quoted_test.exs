defmodule ParserEngine.Fallback.QuotedTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Fallback.Quoted
  alias ParserEngine.JSON

  defp json(text) do
    {:ok, quoted} = Quoted.parse(text)
    {json, truncated?} = Quoted.to_json(quoted)
    {json |> JSON.encode() |> IO.iodata_to_binary(), truncated?}
  end

  test "nodes" do
    assert json("x") == {~s(["x",1]), false}
    assert json("x()") == {~s(["x",1,[]]), false}
    assert json("foo(1, x)") == {~s(["foo",1,1,["x",1]]), false}

    assert json("A.b(:c)") |> elem(0) =~
             ~s(["",1,[".",1,["__aliases__",1,[":",null,"A"]],[":",null,"b"]])

    assert json("[a: nil]") ==
             {~s(["[]",null,["{}",null,[":",null,"a"],[":",null,"nil"]]]), false}

    assert json("{1, true}") == {~s(["{}",null,1,true]), false}
    assert json(~S("a\"b")) == {~S("a\"b"), false}
  end

  test "long leaves are left out, bad bytes of a literal replaced" do
    assert json(inspect(String.duplicate("a", 65))) == {"null", false}
    assert json(String.duplicate("9", 5000)) == {"null", false}
    assert json(~S("a\0b\xFF")) == {~s("a?b?"), false}
  end

  test "depth and bytes are bounded" do
    deep = String.duplicate("[", 3000) <> String.duplicate("]", 3000)
    assert {json, true} = json(deep)
    assert length(String.split(json, ~s(["[]",))) - 1 == 256

    long = "[" <> String.duplicate("word(1),", 200_000) <> "1]"
    assert {json, true} = json(long)
    assert byte_size(json) in 500_000..1_001_000
  end

  test "no name of a file becomes an atom" do
    unknown = for n <- 1..6, do: "name_#{n}_#{System.unique_integer([:positive])}_of_nothing"
    [a, b, c, d, e, f] = unknown

    assert {:ok, _} =
             Quoted.parse("""
             #{a}(:#{b}, "#{c}": 1, x: @#{d}, y: z.#{e}, w: %{#{f}: 1})
             """)

    for name <- unknown do
      assert_raise ArgumentError, fn -> String.to_existing_atom(name) end
    end
  end

  test "a syntax error is a value" do
    for text <- ["def (", "\"", "end", "a do\n", "\uFEFF)", "~s(", "%{", "fn ->", "x = :\"a"] do
      assert Quoted.parse(text) == {:error, :syntax}
    end
  end
end

defmodule ParserEngine.Report.CloneTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Report.Clone

  test "a pair that is told from both ends is one" do
    assert [clone, _other] =
             Clone.pairs([
               ["b.ex", 5, 9, "a.ex", 1, 5, 80],
               ["a.ex", 1, 5, "b.ex", 5, 9, 80],
               ["a.ex", 1, 5, "a.ex", 20, 24, 60]
             ])

    assert clone.left == %{path: "a.ex", line: 1, end_line: 5}
    assert clone.right == %{path: "b.ex", line: 5, end_line: 9}
    assert clone.tokens == 80
  end

  test "what tells no two places is none" do
    rows = [
      ["a", nil, nil, nil, nil, nil, nil],
      ["a", 1, 2, "b", nil, 3, 4],
      ["a", 0, 2, "b", 1, 3, 4]
    ]

    assert Clone.pairs(rows) == []
  end
end

defmodule ParserEngine.Report.ExcerptTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Report.Excerpt

  doctest Excerpt

  @text Enum.map_join(1..30, "\r\n", &"line #{&1}")

  test "places that are apart are told apart, those that touch together" do
    assert [{1, first}, {18, second}] = Excerpt.stretches(@text, [{20, 21}, {2, 2}, {6, 6}])
    assert length(first) == 8
    assert second == for(n <- 18..23, do: "line #{n}")
  end

  test "places that the text does not have, or not in full" do
    assert Excerpt.stretches(@text, []) == []
    assert Excerpt.stretches(@text, [{40, 50}]) == []
    assert Excerpt.stretches(@text, [{29, 90}]) == [{27, for(n <- 27..30, do: "line #{n}")}]
    assert Excerpt.stretches("", [{1, 1}]) == [{1, [""]}]
  end

  test "lines end as the analysis has it, so that what is hidden is the line that was meant" do
    text = "one = 1\rtwo = 2\r\npassword = 'x'\rfour = 4\n"
    hidden = MapSet.new([3])

    assert Excerpt.stretches(text, [{4, 4}], hidden) ==
             [{2, ["two = 2", nil, "four = 4", ""]}]

    assert Excerpt.first_lines(text, [{3, 3}, {4, 4}], hidden) == %{4 => "four = 4"}
  end

  test "a long line is cut between characters" do
    assert [{1, [line]}] = Excerpt.stretches(String.duplicate("ü", 5_000), [{1, 1}])
    assert String.length(line) == 241
    assert String.ends_with?(line, "ü…")
  end
end

defmodule ParserEngine.Metrics.FormatTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Metrics.{Column, Format, Listing}

  doctest Column

  @columns (for {name, short, worst} <- [
                  {"path", "file", :lowest},
                  {"cyclomatic_complexity", "cyclomatic", :highest},
                  {"maintainability_index", "maintain.", :lowest},
                  {"error_count", nil, :highest}
                ] do
              %Column{name: name, short: short, worst: worst, value: :unused}
            end)

  @rows [["lib/a.ex", 12, 61.5, 0], [~s(lib/"b", c.ex), nil, nil, 2], ["lib/d.ex", 3, 99.0, 0]]

  defp text(iodata), do: IO.iodata_to_binary(iodata)

  defp arguments(fields) do
    names = for {:sort, name} <- fields, do: {:sort, Enum.find(@columns, &(&1.name == name))}
    Map.merge(%{columns: @columns, sort: nil, min: nil, limit: nil}, Map.new(fields ++ names))
  end

  test "a table is aligned, leaves out what has no heading, and shows a dash for the unknown" do
    assert text(Format.table(@rows, @columns, nil)) == """
           file           cyclomatic  maintain.
           lib/a.ex               12      61.50
           lib/"b", c.ex           -          -
           lib/d.ex                3      99.00
           """
  end

  test "paths give way in a narrow terminal, at their beginning" do
    rows = [[String.duplicate("long/", 10) <> "end.ex", 1, 1.0, 0]]

    assert [_header, line] =
             text(Format.table(rows, @columns, 50)) |> String.split("\n", trim: true)

    assert String.length(line) == 50
    assert line =~ ~r/^….*long\/end.ex +1 +1.00$/
  end

  test "a narrow terminal does without some columns, but not the one sorted by" do
    columns =
      for {name, short} <- [
            {"path", "file"},
            {"name", "function"},
            {"halstead_volume", "volume"},
            {"halstead_difficulty", "difficulty"},
            {"cyclomatic_complexity", "cyclomatic"}
          ],
          do: %Column{name: name, short: short, value: :unused}

    rows = [["lib/a.ex", String.duplicate("Long.", 10) <> "f/1", 1.0, 2.0, 3]]
    sort = Enum.find(columns, &(&1.name == "halstead_difficulty"))

    assert text(Format.table(rows, columns, 62, sort)) == """
           file      function                      difficulty  cyclomatic
           lib/a.ex  …ong.Long.Long.Long.Long.f/1        2.00           3
           """

    assert text(Format.table(rows, columns, 60)) == """
           file      function                        volume  cyclomatic
           lib/a.ex  ….Long.Long.Long.Long.Long.f/1    1.00           3
           """
  end

  test "the column sorted by is shown even if it has no heading of its own" do
    sort = Enum.find(@columns, &(&1.name == "error_count"))
    assert "file" <> header = text(Format.table([], @columns, nil, sort))
    assert header =~ "error_count"
  end

  test "JSON has all columns in their order" do
    assert text(Format.json(Enum.take(@rows, 2), @columns)) ==
             ~S([{"path":"lib/a.ex","cyclomatic_complexity":12,) <>
               ~S("maintainability_index":61.5,"error_count":0},) <>
               "\n " <>
               ~S({"path":"lib/\"b\", c.ex","cyclomatic_complexity":null,) <>
               ~S("maintainability_index":null,"error_count":2}]) <> "\n"

    assert text(Format.json([], @columns)) == "[]\n"
  end

  test "CSV quotes what needs it and leaves the unknown empty" do
    assert text(Format.csv(@rows, @columns)) == """
           path,cyclomatic_complexity,maintainability_index,error_count
           lib/a.ex,12,61.5,0
           "lib/""b"", c.ex",,,2
           lib/d.ex,3,99.0,0
           """
  end

  test "without a column to sort by the order stays" do
    assert Listing.select(@rows, arguments([])) == @rows
    assert Listing.select(@rows, arguments(limit: 1)) == Enum.take(@rows, 1)
  end

  test "the worst is first, the unknown last" do
    [a, b, d] = @rows
    assert Listing.select(@rows, arguments(sort: "cyclomatic_complexity")) == [a, d, b]
    assert Listing.select(@rows, arguments(sort: "maintainability_index")) == [a, d, b]
    assert Listing.select(@rows, arguments(sort: "error_count")) == [b, a, d]
  end

  test "a bound leaves out what is smaller, and the unknown" do
    [a, _b, d] = @rows
    assert Listing.select(@rows, arguments(sort: "cyclomatic_complexity", min: 3.0)) == [a, d]
    assert Listing.select(@rows, arguments(sort: "cyclomatic_complexity", min: 3.5)) == [a]
  end
end

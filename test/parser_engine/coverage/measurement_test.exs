defmodule ParserEngine.Coverage.MeasurementTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Coverage.{Format, Measurement, Natural}

  doctest Format
  doctest Measurement
  doctest Natural

  @file_row %{path: "a.py", hash: "blake3:1", lines: 10, last_modified: 100, functions: []}
  @told %{lines: %{}, formats: [:lcov], written: 100}

  defp measure(lines, more \\ %{}, file \\ %{}),
    do:
      Measurement.new(
        Map.merge(@file_row, file),
        @told |> Map.merge(more) |> Map.put(:lines, lines)
      )

  defp function(name, stretches) do
    {first, _} = hd(stretches)
    {_, last} = List.last(stretches)
    %{name: name, parent: nil, start_line: first, end_line: last, stretches: stretches}
  end

  defp numbers(measurement),
    do: Map.new(measurement.functions, &{&1.name, {&1.covered, &1.relevant, &1.coverage}})

  test "lines without code part nothing, covered ones do" do
    lines = %{1 => 1, 2 => 0, 5 => 0, 6 => 3, 8 => 0}
    assert %{covered: 2, relevant: 5, uncovered: [[2, 5], [8, 8]]} = measure(lines)
    assert %{covered: 0, relevant: 0, uncovered: []} = measure(%{})
  end

  test "functions" do
    functions = [
      function("outer", [{1, 8}]),
      function("inner", [{3, 5}]),
      function("one_line", [{9, 9}]),
      function("clauses", [{2, 2}, {4, 5}, {10, 10}]),
      function("without_code", [{6, 6}]),
      function("beyond", [{11, 99}])
    ]

    lines = %{1 => 1, 2 => 1, 3 => 1, 4 => 0, 5 => 1, 7 => 0, 9 => 1, 10 => 0}

    assert lines |> measure(%{}, %{functions: functions}) |> numbers() == %{
             "outer" => {3, 5, 0.6},
             "inner" => {1, 2, 0.5},
             "one_line" => {1, 1, 1.0},
             "clauses" => {2, 3, 2 / 3},
             "without_code" => {0, 0, nil},
             "beyond" => {0, 0, nil}
           }
  end

  test "of which content" do
    fits = "blake3:1"
    assert measure(%{10 => 1}).hash == fits
    assert measure(%{11 => 1}).hash == fits
    assert measure(%{12 => 1}).hash == ""
    assert measure(%{12 => 1}, %{formats: [:coverdata]}).hash == fits
    assert measure(%{1 => 1}, %{written: 99}).hash == ""
    assert measure(%{1 => 1}, %{}, %{last_modified: 101}).hash == ""
  end

  test "lines that no file has" do
    lines = %{1 => 1, 999_999_999_999_999_999 => 1}
    assert %{covered: 1, relevant: 1, hash: ""} = measure(lines)
    assert %{covered: 1, relevant: 1} = measure(lines, %{}, %{lines: nil})
    assert %{covered: 0, relevant: 0} = measure(lines, %{}, %{lines: 0})
  end
end

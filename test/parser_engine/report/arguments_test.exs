defmodule ParserEngine.Report.ArgumentsTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Report.{Arguments, Page, Wording}

  doctest Arguments
  doctest Page
  doctest Wording

  @today ~D[2026-03-15]

  test "a page by default, of the last twelve months" do
    assert {:ok, arguments} = Arguments.parse([], @today)
    assert %{format: :html, output: "code-report.html", root: nil} = arguments
    assert arguments.since == ~D[2025-03-15]
  end

  test "what is for machines goes to standard output" do
    for format <- ["json", "sarif"] do
      assert {:ok, %{output: :stdout}} = Arguments.parse(["--format", format], @today)
      assert {:ok, %{output: "x"}} = Arguments.parse(["--format", format, "-o", "x"], @today)
    end

    assert {:ok, %{output: :stdout, format: :html}} = Arguments.parse(["-o", "-"], @today)
  end

  test "windows" do
    for {word, day} <- [
          {"90 days", ~D[2025-12-15]},
          {"90days", ~D[2025-12-15]},
          {"1.week", ~D[2026-03-08]},
          {"2 years", ~D[2024-03-15]},
          {"3 months", ~D[2025-12-15]},
          {"9999 years", ~D[1970-01-01]},
          {"9999 weeks", ~D[1970-01-01]}
        ],
        do: assert(Arguments.since(word, @today) == {:ok, day})

    assert Arguments.since("1 month", ~D[2026-03-31]) == {:ok, ~D[2026-02-28]}
    assert Arguments.since("1 month", ~D[2026-01-31]) == {:ok, ~D[2025-12-31]}

    for word <- ["", "yesterday", "2026-02-30", "-3 days", "3 lightyears", "--all"] do
      assert {:error, {:usage, text}} = Arguments.since(word, @today)
      assert text =~ "neither a day"
    end
  end

  test "wrong usage" do
    assert {:error, {:usage, text}} = Arguments.parse(["--format", "htlm"], @today)
    assert text =~ "did you mean html?"
    assert {:error, {:usage, _}} = Arguments.parse(["--outptu", "x"], @today)
    assert {:error, {:usage, _}} = Arguments.parse(["surplus"], @today)
    assert {:error, {:path, _, :enoent}} = Arguments.parse(["--path", "no/such"], @today)
  end
end

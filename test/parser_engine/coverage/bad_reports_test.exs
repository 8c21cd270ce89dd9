defmodule ParserEngine.Coverage.BadReportsTest do
  # What is no report is told from one, and nothing that a report contains does any harm.
  use ExUnit.Case, async: true

  alias ParserEngine.Coverage.{Format, Report}
  alias ParserEngine.Error

  @fixtures Path.expand("../../fixtures/coverage", __DIR__)
  @bad @fixtures |> Path.join("bad/*.why") |> Path.wildcard() |> Enum.map(&Path.rootname/1)
  @good for report <-
              ~w(coverage_py/lcov.info coverage_py/coverage.xml c8/coverage.xml nyc/coverage.xml
                 go/cover.out),
            do: Path.join(@fixtures, report)
  @formats %{
    ".lcov" => :lcov,
    ".xml" => :cobertura,
    ".out" => :go,
    ".coverdata" => :coverdata,
    ".html" => nil,
    "" => nil
  }

  for path <- @bad do
    test "bad/#{Path.basename(path)}" do
      format = Map.fetch!(@formats, Path.extname(unquote(path)))
      assert {:error, {:report, unquote(path), reason}} = Report.read_all([unquote(path)], format)
      assert Error.message(reason) == String.trim(File.read!(unquote(path) <> ".why"))
    end
  end

  test "the bad ones are all tried" do
    assert length(@bad) > 40

    others =
      Path.wildcard(Path.join(@fixtures, "bad/*")) -- Enum.flat_map(@bad, &[&1, &1 <> ".why"])

    assert others == []
  end

  for path <- @good do
    test "#{Path.relative_to(path, @fixtures)} with a byte order mark and other line ends" do
      bytes = File.read!(unquote(path))
      {:ok, format} = Format.detect(bytes)
      {:ok, measured} = Format.read(format, bytes)
      other = "\uFEFF" <> String.replace(bytes, "\n", "\r\n")
      assert Format.detect(other) == {:ok, format}
      assert Format.read(format, other) == {:ok, measured}
    end

    test "#{Path.relative_to(path, @fixtures)}, cut off or damaged anywhere" do
      bytes = File.read!(unquote(path))
      {:ok, format} = Format.detect(bytes)
      for cut <- 0..(byte_size(bytes) - 1), do: assert_answer(format, binary_part(bytes, 0, cut))
      :rand.seed(:exsss, 7)
      for _ <- 1..2000, do: assert_answer(format, damage(bytes))
    end
  end

  test "counts of any length" do
    report = "SF:a\nDA:1,#{String.duplicate("9", 100_000)}\nDA:2,0\nend_of_record\n"
    assert {:ok, %{"a" => %{1 => hits, 2 => 0}}} = Format.read(:lcov, report)
    assert hits > 0
  end

  test "very deep elements" do
    deep = String.duplicate("<a>", 200_000) <> String.duplicate("</a>", 200_000)
    class = ~s(<class filename="a"><lines><line number="1" hits="2"/></lines></class>)

    assert Format.read(:cobertura, "<coverage>#{deep}#{class}</coverage>") ==
             {:ok, %{"a" => %{1 => 2}}}
  end

  test "a class whose lines are those of its methods only" do
    methods = ~s(<methods><method><lines><line number="3" hits="1"/></lines></method></methods>)
    class = ~s(<class filename="a">#{methods}<lines/></class>)
    assert Format.read(:cobertura, "<coverage>#{class}</coverage>") == {:ok, %{"a" => %{3 => 1}}}
  end

  test "what is no file" do
    assert {:error, {:report, _, {:not_regular, :directory}}} = Report.read_all([@fixtures], nil)
    assert {:error, {:report, _, {:not_regular, :device}}} = Report.read_all(["/dev/zero"], nil)
    assert {:error, {:report, "no/such", :enoent}} = Report.read_all(["no/such"], nil)
  end

  defp damage(bytes) do
    at = :rand.uniform(byte_size(bytes)) - 1
    <<before::binary-size(at), _byte, rest::binary>> = bytes

    before <>
      Enum.random(["", <<:rand.uniform(256) - 1>>, "<", "\"", "&", "-", "9999999"]) <> rest
  end

  defp assert_answer(format, bytes) do
    case Format.read(format, bytes) do
      {:ok, measured} -> assert_measured(measured)
      {:error, {:bad_report, ^format, why, line}} -> assert String.valid?(why) and line >= 0
    end
  end

  defp assert_measured(measured) do
    for {path, lines} <- measured, {line, hits} <- lines do
      assert String.valid?(path) and line > 0 and hits >= 0
    end
  end
end

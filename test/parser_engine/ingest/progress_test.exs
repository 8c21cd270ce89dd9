defmodule ParserEngine.Ingest.ProgressTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Ingest.Progress

  defp planned(columns, total, now \\ 0) do
    plan = %{changed: List.duplicate("a.ex", total)}
    {[], progress} = columns |> Progress.new() |> Progress.step({:planned, plan}, now)
    progress
  end

  defp synced(progress, count, now) do
    {text, progress} = Progress.step(progress, {:synced, List.duplicate(:outcome, count)}, now)
    {IO.iodata_to_binary(text), progress}
  end

  test "a bar with percent, rate and the time that is left" do
    {text, _progress} = 100 |> planned(200) |> synced(50, 2_000)

    assert text ==
             "\r\e[K[#######.......................]  25%  50/200 files  25 files/s  ETA 6 s"
  end

  test "is drawn ten times a second at most" do
    {first, progress} = 100 |> planned(200) |> synced(1, 100)
    assert first != ""
    assert {"", progress} = synced(progress, 1, 199)
    assert {"\r\e[K" <> _, _progress} = synced(progress, 1, 200)
  end

  test "never fills the line, so that the terminal does not break it" do
    for columns <- 1..120 do
      {"\r\e[K" <> line, _progress} = columns |> planned(200) |> synced(50, 2_000)
      assert String.length(line) < columns
    end
  end

  test "elsewhere a line for each tenth, or each five seconds" do
    {text, progress} = nil |> planned(200) |> synced(20, 1_000)
    assert text == " 10%  20/200 files  20 files/s  ETA 9 s\n"
    assert {"", progress} = synced(progress, 2, 2_000)
    assert {" 12%" <> _, _progress} = synced(progress, 2, 6_000)
  end

  test "long waits are told in minutes and hours" do
    assert {text, _progress} = nil |> planned(1_000_000) |> synced(100_000, 100_000)
    assert text =~ "ETA 15:00 min"
    assert {text, _progress} = nil |> planned(1_000_000) |> synced(10_000, 100_000)
    assert text =~ "ETA 2:45 h"
  end

  test "the bar is taken away at the end, lines stay" do
    assert Progress.finish(planned(100, 1)) == "\r\e[K"
    assert Progress.finish(planned(nil, 1)) == []
  end
end

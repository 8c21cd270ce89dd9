defmodule ParserEngine.CodeFileWatcher.GatheringTest do
  use ExUnit.Case, async: true

  alias ParserEngine.CodeFileWatcher.Gathering
  alias ParserEngine.Config

  @config Config.new!(codebase_id: "c", root: "/", batch: 100, batch_size: 3)

  defp taken(gathering, config \\ @config, now) do
    {paths, rest} = Gathering.take(gathering, config, now)
    {Enum.sort(paths), Gathering.size(rest)}
  end

  test "paths are kept until the time that the first of them has has passed" do
    gathering = Gathering.new() |> Gathering.add(["a"], 10) |> Gathering.add(["a", "b"], 60)
    assert Gathering.due(gathering, @config) == 110
    assert taken(gathering, 109) == {[], 2}
    assert taken(gathering, 110) == {["a", "b"], 0}
  end

  test "a full batch does not wait" do
    assert Gathering.new() |> Gathering.add(["a", "b", "c"], 10) |> taken(11) ==
             {["a", "b", "c"], 0}
  end

  test "nothing is never due" do
    gathering = Gathering.add(Gathering.new(), [], 10)
    assert Gathering.due(gathering, @config) == nil
    assert taken(gathering, 1_000) == {[], 0}
  end

  test "without a time nothing is gathered" do
    gathering = Gathering.add(Gathering.new(), ["a"], 10)
    assert taken(gathering, %{@config | batch: 0}, 10) == {["a"], 0}
  end
end

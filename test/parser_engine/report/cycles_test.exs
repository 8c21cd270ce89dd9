defmodule ParserEngine.Report.CyclesTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Report.Cycles

  doctest Cycles

  test "none in a graph without circles" do
    assert Cycles.find(%{}) == []
    assert Cycles.find(%{"a" => ["b", "c"], "b" => ["c"], "c" => []}) == []
    assert Cycles.find(%{"a" => ["a"]}) == []
  end

  test "circles that touch are one, others are told apart, the largest first" do
    graph = %{
      "a" => ["b"],
      "b" => ["a", "c"],
      "c" => ["b"],
      "x" => ["y"],
      "y" => ["x", "a"],
      "alone" => ["a"]
    }

    assert Cycles.find(graph) == [
             %{members: ["a", "b", "c"], path: ["a", "b"]},
             %{members: ["x", "y"], path: ["x", "y"]}
           ]
  end

  test "the way around is the shortest from the first member" do
    graph = %{1 => [2, 5], 2 => [3], 3 => [4], 4 => [1], 5 => [6], 6 => [1]}
    assert [%{members: [1, 2, 3, 4, 5, 6], path: [1, 5, 6]}] = Cycles.find(graph)
  end

  test "a chain and a circle of a hundred thousand" do
    chain = for n <- 1..100_000, into: %{}, do: {n, [n + 1]}
    assert Cycles.find(chain) == []
    assert [%{members: members, path: path}] = Cycles.find(Map.put(chain, 100_000, [1]))
    assert length(members) == 100_000
    assert length(path) == 100_000
  end

  test "as the definition says: two nodes are in one where each leads to the other" do
    :rand.seed(:exsss, {1, 2, 3})

    for _ <- 1..200 do
      count = :rand.uniform(8)
      edges = for _ <- 1..(2 * count), do: {:rand.uniform(count), :rand.uniform(count)}
      graph = Enum.group_by(edges, &elem(&1, 0), &elem(&1, 1))
      found = Cycles.find(graph)

      for one <- 1..count, other <- 1..count, one != other do
        together? = Enum.any?(found, &(one in &1.members and other in &1.members))
        assert together? == (leads?(graph, one, other) and leads?(graph, other, one))
      end

      for %{members: members, path: path} <- found do
        assert path -- members == []

        for {from, to} <- Enum.zip(path, tl(path) ++ [hd(path)]),
            do: assert(to in Map.get(graph, from, []))
      end
    end
  end

  defp leads?(graph, from, to), do: to in reach(graph, Map.get(graph, from, []), MapSet.new())

  defp reach(_graph, [], seen), do: seen

  defp reach(graph, [node | nodes], seen) do
    if node in seen,
      do: reach(graph, nodes, seen),
      else: reach(graph, Map.get(graph, node, []) ++ nodes, MapSet.put(seen, node))
  end
end

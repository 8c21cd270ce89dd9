defmodule ParserEngine.Report.Cycles do
  @moduledoc false
  # Circular dependencies: the strongly connected components of a graph that have more than one
  # node (Tarjan 1972, with a stack of its own: a chain may be as long as the codebase is large),
  # and the shortest way around in each.

  @typedoc "The nodes that a node depends on. Nodes without an entry depend on nothing."
  @type graph :: %{optional(node_) => [node_]}
  @type node_ :: term()

  @typedoc "`path` leads from its first node around to it again, which is not told twice."
  @type cycle :: %{members: [node_], path: [node_]}

  @doc """
  All cycles, the largest first; members are sorted.

      iex> ParserEngine.Report.Cycles.find(%{1 => [2], 2 => [3], 3 => [1, 4], 4 => [5]})
      [%{members: [1, 2, 3], path: [1, 2, 3]}]
  """
  @spec find(graph()) :: [cycle()]
  def find(graph) do
    graph
    |> components()
    |> Enum.filter(&match?([_, _ | _], &1))
    |> Enum.map(&Enum.sort/1)
    |> Enum.sort_by(&{-length(&1), &1})
    |> Enum.map(&%{members: &1, path: way_around(graph, &1)})
  end

  @doc "The strongly connected components of a graph."
  @spec components(graph()) :: [[node_]]
  def components(graph) do
    state = %{graph: graph, index: %{}, low: %{}, open: [], on_stack: MapSet.new(), found: []}

    graph
    |> Map.keys()
    |> Enum.sort()
    |> Enum.reduce(state, fn node, state ->
      if is_map_key(state.index, node), do: state, else: walk([enter(node)], open(state, node))
    end)
    |> Map.fetch!(:found)
  end

  # A frame is a node with the targets that it still has to look at.
  defp enter(node), do: {node, :all}

  defp walk([], state), do: state

  defp walk([{node, :all} | frames], state),
    do: walk([{node, Map.get(state.graph, node, [])} | frames], state)

  defp walk([{node, []} | frames], state) do
    state = if state.low[node] == state.index[node], do: close(state, node), else: state

    case frames do
      [{parent, _targets} | _] -> walk(frames, lower(state, parent, state.low[node]))
      [] -> state
    end
  end

  defp walk([{node, [target | targets]} | frames], state) do
    frames = [{node, targets} | frames]

    cond do
      not is_map_key(state.index, target) -> walk([enter(target) | frames], open(state, target))
      target in state.on_stack -> walk(frames, lower(state, node, state.index[target]))
      true -> walk(frames, state)
    end
  end

  defp open(state, node) do
    number = map_size(state.index)

    %{
      state
      | index: Map.put(state.index, node, number),
        low: Map.put(state.low, node, number),
        open: [node | state.open],
        on_stack: MapSet.put(state.on_stack, node)
    }
  end

  defp lower(state, node, number),
    do: %{state | low: Map.update!(state.low, node, &min(&1, number))}

  defp close(state, node) do
    {inner, [^node | open]} = Enum.split_while(state.open, &(&1 != node))
    members = [node | inner]
    on_stack = Enum.reduce(members, state.on_stack, &MapSet.delete(&2, &1))
    %{state | open: open, on_stack: on_stack, found: [members | state.found]}
  end

  # From the first member, breadth first, until one is met that leads back to it.
  defp way_around(graph, [start | _] = members) do
    inside = MapSet.new(members)

    search(
      [start],
      [],
      %{start => nil},
      start,
      &Enum.filter(Map.get(graph, &1, []), fn to -> to in inside end)
    )
  end

  defp search([], later, came_from, start, targets),
    do: search(Enum.reverse(later), [], came_from, start, targets)

  defp search([node | queue], later, came_from, start, targets) do
    nexts = targets.(node)

    if node != start and start in nexts do
      trace(node, came_from, [])
    else
      new = nexts |> Enum.uniq() |> Enum.reject(&is_map_key(came_from, &1))
      came_from = Enum.reduce(new, came_from, &Map.put(&2, &1, node))
      search(queue, Enum.reverse(new, later), came_from, start, targets)
    end
  end

  defp trace(nil, _came_from, path), do: path
  defp trace(node, came_from, path), do: trace(came_from[node], came_from, [node | path])
end

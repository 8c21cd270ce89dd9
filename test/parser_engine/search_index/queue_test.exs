defmodule ParserEngine.SearchIndex.QueueTest do
  use ExUnit.Case, async: true

  alias ParserEngine.SearchIndex.Queue

  @down {:embedder_unreachable, "500"}

  defp wanted(count, documents), do: for(n <- 1..count, do: {n, List.duplicate(:a, documents)})

  # Carries a queue out with an embedder that cannot digest some files; answers what it was asked.
  defp carry_out(queue, bad, asked \\ []) do
    case Queue.next(queue) do
      {:group, group, queue} ->
        files = Enum.map(group, &elem(&1, 0))

        if Enum.any?(files, bad) do
          case Queue.failed(queue, group, @down) do
            {:ok, queue} -> carry_out(queue, bad, [files | asked])
            {:doubt, _queue, reason} -> {{:doubt, reason}, Enum.reverse([files | asked])}
          end
        else
          carry_out(Queue.succeeded(queue), bad, [files | asked])
        end

      ended ->
        {ended, Enum.reverse(asked)}
    end
  end

  test "groups have no more documents than one request, and those of one file" do
    assert {{:ended, []}, [[1, 2, 3, 4], [5, 6]]} = carry_out(Queue.new(wanted(6, 8)), &(&1 > 9))

    assert {{:ended, []}, [[1], [2]]} = carry_out(Queue.new(wanted(2, 600)), &(&1 > 9))
    assert {{:ended, []}, []} = carry_out(Queue.new([]), &(&1 > 9))
  end

  test "a file that the embedder cannot digest keeps no other from its vectors" do
    {ended, asked} = carry_out(Queue.new(wanted(6, 16)), &(&1 == 2))
    assert asked == [[1, 2], [3, 4], [5, 6], [1], [2]]
    assert {:ended, [{{2, _documents}, @down}]} = ended
  end

  test "it is told from an embedder that answers nobody" do
    assert {{:doubt, @down}, asked} = carry_out(Queue.new(wanted(60, 16)), &(&1 > 0))
    assert length(asked) == 4
    assert {{:doubt, @down}, [[1]]} = carry_out(Queue.new(wanted(1, 1)), &(&1 > 0))
  end

  test "other reasons end it at once" do
    {:group, group, queue} = Queue.next(Queue.new(wanted(6, 16)))

    for reason <- [
          {:embedder_busy, 5},
          {:embedder_denied, 401, "no"},
          {:database_unavailable, "x"}
        ],
        do: assert(Queue.failed(queue, group, reason) == {:error, reason})
  end
end

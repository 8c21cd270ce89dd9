defmodule ParserEngine.Search.Fusion do
  @moduledoc """
  Two orders of the same symbols made into one, by reciprocal ranks (Cormack, Clarke and Büttcher,
  2009): a symbol's score is the sum of `votes / (10 + rank)` over the orders that it is in, halved for
  tests, generated and vendored code, and data.

      iex> ParserEngine.Search.Fusion.fuse([{"a", "source"}, {"b", "test"}], [{"b", "test"}])
      [{"b", %{score: 0.178, vector_rank: 1, word_rank: 2}}, {"a", %{score: 0.0909, vector_rank: nil, word_rank: 1}}]
  """

  @typedoc "Ranks from 1; `nil` for an order that the symbol is not in."
  @type parts :: %{
          score: float(),
          word_rank: pos_integer() | nil,
          vector_rank: pos_integer() | nil
        }

  @constant 10
  # A vote more for vectors finds more, chosen on functions that the model was not trained with.
  @word_votes 1
  @vector_votes 3
  @pushed_down 0.5

  @doc "Both orders as pairs of a symbol and its role, the best first."
  @spec fuse([{id, String.t()}], [{id, String.t()}]) :: [{id, parts()}] when id: term()
  def fuse(by_words, by_vector) do
    word_ranks = ranks(by_words)
    vector_ranks = ranks(by_vector)
    roles = Map.new(by_words ++ by_vector)

    roles
    |> Enum.map(fn {id, role} -> {id, parts(word_ranks[id], vector_ranks[id], role)} end)
    |> Enum.sort_by(fn {id, parts} -> {-parts.score, id} end)
  end

  defp ranks(order) do
    for {{id, _role}, rank} <- Enum.with_index(order, 1), into: %{}, do: {id, rank}
  end

  defp parts(word_rank, vector_rank, role) do
    score = share(@word_votes, word_rank) + share(@vector_votes, vector_rank)

    %{
      score: Float.round(score * factor(role), 4),
      word_rank: word_rank,
      vector_rank: vector_rank
    }
  end

  defp share(_votes, nil), do: 0.0
  defp share(votes, rank), do: votes / (@constant + rank)

  defp factor("source"), do: 1.0
  defp factor(_role), do: @pushed_down
end

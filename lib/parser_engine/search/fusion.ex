defmodule ParserEngine.Search.Fusion do
  @moduledoc """
  Two orders of symbols made into one. The scores of an order are scaled so that its best is 1 and its
  last 0; a symbol's score is that by vectors and a fifth of that by words, or that by words alone
  where there are no vectors. Tests, generated and vendored code, and data keep seven tenths of it.

      iex> words = [{{"a", "source"}, 9.0}, {{"b", "test"}, 5.0}]
      iex> vectors = [{{"b", "test"}, 0.8}, {{"c", "source"}, 0.6}, {{"a", "source"}, 0.3}]
      iex> ParserEngine.Search.Fusion.fuse(words, vectors)
      [
        {"b", %{score: 0.7, word_rank: 2, vector_rank: 1}},
        {"c", %{score: 0.6, word_rank: nil, vector_rank: 2}},
        {"a", %{score: 0.2, word_rank: 1, vector_rank: 3}}
      ]
  """

  @typedoc "Ranks from 1; `nil` for an order that the symbol is not in."
  @type parts :: %{
          score: float(),
          word_rank: pos_integer() | nil,
          vector_rank: pos_integer() | nil
        }
  @type order(id) :: [{{id, role :: String.t()}, score :: float()}]

  # Chosen on functions that the model was not trained with, as all of it.
  @word_share 0.2
  @pushed_down 0.7

  @doc "Both orders as pairs of a symbol with its role and a score, the best first."
  @spec fuse(order(id), order(id)) :: [{id, parts()}] when id: term()
  def fuse(by_words, by_vector) do
    words = scaled(by_words)
    vectors = scaled(by_vector)
    share = if by_vector == [], do: 1.0, else: @word_share

    for {{id, role}, _score} <- Enum.uniq_by(by_vector ++ by_words, &elem(&1, 0)) do
      {word_rank, word_score} = Map.get(words, id, {nil, 0.0})
      {vector_rank, vector_score} = Map.get(vectors, id, {nil, 0.0})
      score = pushed_down(vector_score + share * word_score, role)
      {id, %{score: Float.round(score, 4), word_rank: word_rank, vector_rank: vector_rank}}
    end
    |> Enum.sort_by(fn {id, parts} -> {-parts.score, id} end)
  end

  defp scaled([]), do: %{}

  defp scaled(order) do
    {least, best} = order |> Enum.map(&elem(&1, 1)) |> Enum.min_max()
    range = if best > least, do: best - least, else: 1.0
    floor = if best > least, do: least, else: best - 1.0

    for {{{id, _role}, score}, rank} <- Enum.with_index(order, 1),
        into: %{},
        do: {id, {rank, (score - floor) / range}}
  end

  defp pushed_down(score, "source"), do: score
  defp pushed_down(score, _role), do: score * @pushed_down
end

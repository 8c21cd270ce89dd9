defmodule ParserEngine.Search.Rerank do
  @moduledoc false
  # The best of what was found, compared with the query word by word, where the library's own embedding
  # knows what words are near to each other: one vector says what a function is about, and not
  # which of its words answers which of the query's.

  alias ParserEngine.{Embedder, Error}
  alias ParserEngine.Search.{Hit, Question}

  # Scores are logarithms of odds. The names of tests are sentences, and answer better than the code.
  @pushed_down 2.5
  # Nearer words than these are told.
  @near 0.35

  @doc "How many of the best are compared."
  @spec count(Question.t()) :: pos_integer()
  def count(question), do: max(50, 2 * question.limit)

  @doc "The hits with their lexemes, in a better order; in the same by another embedder."
  @spec order(Question.t(), [{Hit.t(), lexemes :: String.t()}]) ::
          {:ok, [Hit.t()]} | {:error, Error.reason()}
  def order(%{config: %{embedder: %{module: Embedder.Static}}} = question, candidates) do
    compared = for {hit, lexemes} <- candidates, do: {hit.cosine || 0.0, lexemes}

    with {:ok, relevances} <- Embedder.Static.rerank(question.text, compared) do
      {:ok,
       candidates
       |> Enum.zip_with(relevances, fn {hit, _lexemes}, relevance -> told(hit, relevance) end)
       |> Enum.sort_by(&{-&1.score, &1.codebase_id, &1.path, &1.start_line})}
    end
  end

  def order(_question, candidates), do: {:ok, Enum.map(candidates, &elem(&1, 0))}

  defp told(hit, relevance) do
    near =
      for {asked, found, cosine} <- relevance.counterparts,
          asked != found and cosine >= @near,
          do: {asked, found, Float.round(cosine, 2)}

    same = for {same, same, _cosine} <- relevance.counterparts, do: same
    score = relevance.score - if(hit.role == "source", do: 0.0, else: @pushed_down)
    %{hit | score: Float.round(score, 4), matched: Enum.sort(same), near: near}
  end
end

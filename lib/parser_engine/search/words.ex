defmodule ParserEngine.Search.Words do
  @moduledoc false
  # The order of symbols by the words of a query: which words there are, what each counts, and of which
  # a symbol needs one.

  alias ParserEngine.{Error, Native, Store}
  alias ParserEngine.Native.Answer
  alias ParserEngine.Search.Question

  # Symbols that are looked at. The rarest words lead to them; what is left counts, and leads nowhere.
  @most_looked_at 8_000
  # A query is a sentence, not a file.
  @most_words 32

  @doc "The symbols that have words of the query, the best first, with scores and these words."
  @spec find(Question.t(), pos_integer()) ::
          {:ok, [{Store.Search.found(), float(), [String.t()]}]} | {:error, Error.reason()}
  def find(%{config: config, filter: filter} = question, count) do
    with {:ok, [_ | _] = stems} <- stems(question.text),
         lexemes = Enum.map(stems, &elem(&1, 0)),
         {:ok, counts, total} <- Store.Search.frequencies(config, filter.codebases, lexemes) do
      words = stems |> weighted(counts, total) |> Enum.take(@most_words)
      leading = words |> leading(question.limit) |> Enum.map(& &1.lexeme)
      Store.Search.by_words(config, filter, words, leading, count)
    else
      {:ok, []} -> {:ok, []}
      failure -> failure
    end
  end

  defp stems(text) do
    with {:ok, {stems, _vector}} <- Answer.fetch(&Native.search_query(&1, text, nil)),
         do: {:ok, stems}
  end

  # The rarest first. A word that was not there when they were counted is rare.
  defp weighted(stems, counts, total) do
    for {stem, times} <- stems do
      count = Map.get(counts, stem, 0)
      %{lexeme: stem, symbols: count, weight: times * rarity(count, total)}
    end
    |> Enum.sort_by(&{&1.symbols, &1.lexeme})
  end

  # The inverse document frequency of BM25, as Lucene has it: never negative.
  defp rarity(count, total) do
    total = max(total, count)
    :math.log(1 + (total - count + 0.5) / (count + 0.5))
  end

  @doc """
  Which words lead, of words with the number of symbols that have each, the rarest first. The first
  does, and those after it while the symbols are not too many, or are fewer than are wanted.

      iex> words = [%{lexeme: "frob", symbols: 0}, %{lexeme: "token", symbols: 9_000}]
      iex> for word <- ParserEngine.Search.Words.leading(words, 10), do: word.lexeme
      ["frob", "token"]

      iex> words = [%{lexeme: "frob", symbols: 10}, %{lexeme: "token", symbols: 9_000}]
      iex> for word <- ParserEngine.Search.Words.leading(words, 10), do: word.lexeme
      ["frob"]
  """
  @spec leading([word], wanted :: pos_integer()) :: [word]
        when word: %{required(:symbols) => non_neg_integer(), optional(atom()) => term()}
  def leading(words, wanted) do
    {leading, _looked_at} =
      Enum.flat_map_reduce(words, 0, fn word, looked_at ->
        sum = looked_at + word.symbols

        if looked_at < wanted or sum <= @most_looked_at,
          do: {[word], sum},
          else: {[], looked_at}
      end)

    leading
  end
end

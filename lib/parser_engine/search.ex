defmodule ParserEngine.Search do
  @moduledoc """
  Finds code by what it does: `ParserEngine.search/2` and `ParserEngine.similar/2`.

  What is found are definitions: functions, methods and macros, types and modules; files that
  define nothing are found as a whole. Two orders of them are made into one
  (`ParserEngine.Search.Fusion`): by the words of the query, weighted by how rare they are and by
  where they stand (BM25F over the stems of name, container, path, documentation and code), and by
  the angle between the vectors of query and definition (`ParserEngine.Embedder`). With the library's
  own embedding the best of them are then compared with the query word by word. Where the query is
  a name, such as `Session.valid?`, or a path, such as `lib/session.ex:12`, what it names comes
  first. Tests, generated and vendored code, and data come after the rest.

  ## Options

  | option | default | meaning |
  |---|---|---|
  | `:codebase_id` | the running instance's | one codebase or several |
  | `:language` | all | one language or several |
  | `:kind` | all | `"function"`, `"type"`, `"file"`, or kinds such as `"method"` or `"struct"` |
  | `:path` | everywhere | a folder, or a file |
  | `:limit` | `10` | hits, at most 1,000 |

  and `:repo`, `:prefix`, `:name` and `:embedder` as in `ParserEngine.Config`.
  """

  alias ParserEngine.{Embedder, Error, Migration, Store}
  alias ParserEngine.Search.{Fusion, Hit, Question, Rerank, Results, Words}

  # Symbols that each order is made of, at least.
  @candidates 200

  @doc "What is found for a query."
  @spec run(String.t(), keyword()) :: {:ok, Results.t()} | {:error, Error.reason()}
  def run(text, options) do
    with {:ok, question} <- Question.new(text, options),
         do: question |> found() |> explained(question)
  end

  defp found(question) do
    with {:ok, named} <- named(question),
         {:ok, by_words} <- Words.find(question, candidates(question)),
         {vectors, by_vector, vector} = by_meaning(question),
         {:ok, hits} <- hits(question, named, by_words, by_vector, vector),
         do: results(question, hits, vectors)
  end

  # Nothing is found in a codebase that is not there: that is no answer.
  defp results(%{config: config, filter: filter} = question, hits, vectors) do
    case Store.Search.extent(config, filter.codebases) do
      {:ok, %{missing: id}} when id != nil and hits == [] ->
        {:error, {:not_ingested, id}}

      {:ok, %{pending: pending}} ->
        {:ok, %Results{query: question.text, hits: hits, pending: pending, vectors: vectors}}

      failure ->
        failure
    end
  end

  # That a table does not exist tells nobody what to do.
  defp explained({:error, {:database, "42P01", _words}} = failure, %{config: config}) do
    with :ok <- Migration.verify(config.repo, prefix: config.prefix), do: failure
  end

  defp explained(answer, _question), do: answer

  defp candidates(question), do: max(@candidates, 2 * question.limit)

  defp named(%{config: config, filter: filter, limit: limit} = question) do
    case {Question.place(question.text), Question.name(question.text)} do
      {{path, line}, _name} ->
        told(:path, Store.Search.by_path(config, filter, path, line, limit))

      {nil, {name, in_what}} ->
        told(:name, by_name(config, filter, name, in_what, limit))

      {nil, nil} ->
        {:ok, []}
    end
  end

  # `Shop.Session` is the name of a module as a whole.
  defp by_name(config, filter, name, nil, limit),
    do: Store.Search.by_name(config, filter, name, nil, limit)

  defp by_name(config, filter, name, container, limit) do
    with {:ok, whole} <-
           Store.Search.by_name(config, filter, "#{container}.#{name}", nil, limit),
         {:ok, parts} <- Store.Search.by_name(config, filter, name, container, limit),
         do: {:ok, Enum.uniq(whole ++ parts)}
  end

  defp told(what, {:ok, found}), do: {:ok, Enum.map(found, fn {id, _role} -> {id, what} end)}
  defp told(_what, failure), do: failure

  # An embedder that does not answer is no reason to find nothing.
  defp by_meaning(%{config: %{embedder: false}}), do: {:off, [], nil}

  defp by_meaning(%{config: config} = question) do
    with {:ok, identity} <- Embedder.identity(config.embedder),
         {:ok, vector} <- Embedder.embed_query(config.embedder, identity, question.text),
         {:ok, found} <- nearest(question, vector, identity),
         :ok <- comparable(question, identity.model, found) do
      {:used, found, {vector, identity}}
    else
      {:error, :no_vector} -> {:off, [], nil}
      {:error, _reason} = failure -> {failure, [], nil}
    end
  end

  # Nothing is near to the query where all vectors are another embedder's.
  defp comparable(%{config: config, filter: filter}, model, []) do
    case Store.Search.model(config, filter.codebases) do
      {:ok, other} when other not in [nil, model] -> {:error, {:other_embedder, other, model}}
      {:ok, _model} -> :ok
      failure -> failure
    end
  end

  defp comparable(_question, _model, _found), do: :ok

  defp nearest(question, vector, identity) do
    Store.Search.by_vector(
      question.config,
      question.filter,
      vector,
      identity,
      candidates(question)
    )
  end

  defp hits(question, named, by_words, by_vector, vector) do
    words = Map.new(by_words, fn {{id, _role}, score, matched} -> {id, {score, matched}} end)
    order = for {found, score, _matched} <- by_words, do: {found, score}
    fused = Fusion.fuse(order, by_vector)
    best = fused |> Enum.take(Rerank.count(question)) |> Enum.map(&elem(&1, 0))
    exact = Enum.map(named, &elem(&1, 0))
    facts = %{parts: Map.new(fused), words: words, exact: Map.new(named)}

    cosines = cosines(by_vector)

    with {:ok, details} <-
           Store.Search.details(question.config, Enum.uniq(exact ++ best), cosines, vector),
         candidates = for(id <- best, row = details[id], do: candidate(id, row, facts)),
         {:ok, ordered} <- Rerank.order(question, candidates) do
      first = for id <- exact, row = details[id], do: id |> candidate(row, facts) |> elem(0)
      {:ok, first |> Enum.concat(ordered) |> Enum.uniq_by(&place/1) |> Enum.take(question.limit)}
    end
  end

  defp cosines(by_vector), do: Map.new(by_vector, fn {{id, _role}, cosine} -> {id, cosine} end)

  defp candidate(id, row, facts) do
    {lexemes, row} = Map.pop!(row, :lexemes)
    {score, matched} = Map.get(facts.words, id, {nil, []})

    hit =
      Hit
      |> struct!(row)
      |> struct!(Map.get(facts.parts, id, %{}))
      |> struct!(exact: facts.exact[id], cosine: rounded(row.cosine))
      |> struct!(word_score: rounded(score), matched: Enum.sort(matched))

    {hit, lexemes}
  end

  defp place(hit), do: {hit.codebase_id, hit.path, hit.start_line, hit.kind, hit.name}

  defp rounded(nil), do: nil
  defp rounded(number), do: Float.round(number / 1, 4)

  @doc "What is like a definition, or like the first of a file."
  @spec similar(String.t(), keyword()) :: {:ok, Results.t()} | {:error, Error.reason()}
  def similar(what, options) do
    with {:ok, question} <- Question.new(what, options),
         do: question |> alike(what) |> explained(question)
  end

  defp alike(question, what) do
    with {:ok, [{id, _what} | _]} <- named(%{question | limit: 1}) |> one(what),
         {:ok, {vector, model}} <- vector(question.config, id),
         {:ok, by_vector} <- nearest(question, vector, identity(model, vector)),
         others = Enum.reject(by_vector, fn {{other, _role}, _cosine} -> other == id end),
         {:ok, hits} <- like(question, others),
         do: results(question, hits, :used)
  end

  # The order is that of the vectors alone: there are no words that were asked for.
  defp like(%{config: config, limit: limit}, others) do
    fused = [] |> Fusion.fuse(others) |> Enum.take(limit)
    ids = Enum.map(fused, &elem(&1, 0))

    with {:ok, details} <- Store.Search.details(config, ids, cosines(others), nil) do
      facts = %{parts: Map.new(fused), words: %{}, exact: %{}}
      {:ok, for(id <- ids, row = details[id], do: id |> candidate(row, facts) |> elem(0))}
    end
  end

  defp one({:ok, []}, what), do: {:error, {:nothing_named, what}}
  defp one(answer, _what), do: answer

  defp identity(model, vector), do: %{model: model, dimensions: div(byte_size(vector), 4)}

  defp vector(config, id) do
    with {:ok, nil} <- Store.Search.vector_of(config, id), do: {:error, :no_vector}
  end
end

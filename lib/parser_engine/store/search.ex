defmodule ParserEngine.Store.Search do
  @moduledoc false
  # The symbols that the tables have for a question, in the order of one measure at a time.

  alias ParserEngine.{Config, Error, Native, Store}
  alias ParserEngine.Native.Answer
  alias ParserEngine.SearchIndex.VectorIndex
  alias ParserEngine.Store.{Query, Statement, Symbols}

  @typedoc "What a symbol is known by, with its role."
  @type found :: {id :: {codebase_id :: String.t(), integer()}, role :: String.t()}

  @typedoc "Where to look: `nil` everywhere."
  @type filter :: %{
          codebases: [String.t()],
          languages: [String.t()] | nil,
          kinds: [String.t()] | nil,
          path: String.t() | nil
        }

  @typedoc "A word of the query as the table has it, and what it counts."
  @type word :: %{lexeme: String.t(), weight: float()}

  @type failure :: {:error, Error.reason()}

  @page 5_000
  # What pgvector takes at most: fewer find less, and take a few milliseconds less.
  @looked_at "1000"

  @doc "How many symbols have each of these lexemes, and how many symbols there are."
  @spec frequencies(Config.t(), [String.t()], [String.t()]) ::
          {:ok, %{String.t() => pos_integer()}, non_neg_integer()} | failure()
  def frequencies(config, codebases, lexemes) do
    sql = Statement.Search.frequencies(config.prefix)

    with {:ok, rows} <- Query.rows(config, sql, [codebases, lexemes]) do
      {counts, total} = rows |> Map.new(&List.to_tuple/1) |> Map.pop(nil, 0) |> swap()
      {:ok, counts, total}
    end
  end

  defp swap({total, counts}), do: {counts, total}

  @doc "By their words, with scores and the words that each has. `any_of` are those of which it needs one."
  @spec by_words(Config.t(), filter(), [word()], [String.t()], pos_integer()) ::
          {:ok, [{found(), score :: float(), [String.t()]}]} | failure()
  def by_words(config, filter, words, any_of, count) do
    lexemes = Enum.map(words, & &1.lexeme)
    weights = Enum.map(words, &Float.to_string(&1.weight / 1))
    condition = Enum.map_join(any_of, " | ", &quoted/1)
    params = [condition, lexemes, Enum.map(lexemes, &quoted/1), weights, count]
    sql = Statement.Search.by_words(config.prefix)

    with {:ok, rows} <- Query.rows(config, sql, parameters(filter) ++ params) do
      {:ok,
       for(
         [codebase, id, role, score, lexemes] <- rows,
         do: {{{codebase, id}, role}, score, lexemes}
       )}
    end
  end

  defp quoted(lexeme),
    do: "'" <> (lexeme |> String.replace("\\", "\\\\") |> String.replace("'", "''")) <> "'"

  @doc "By their vectors, with cosines."
  @spec by_vector(Config.t(), filter(), binary(), map(), pos_integer()) ::
          {:ok, [{found(), cosine :: float()}]} | failure()
  def by_vector(config, filter, vector, identity, count) do
    with {:ok, columns} <- Symbols.columns(config) do
      if columns.symbols == :halfvec,
        do: nearest(config, filter, vector, Map.put(identity, :columns, columns), count),
        else: compare(config, filter, vector, identity, count)
    end
  end

  # An index that finds fewer than were asked for has not looked everywhere.
  defp nearest(config, filter, vector, identity, count) do
    with {:ok, indexed?} <- VectorIndex.valid?(config, identity.model),
         {:ok, found} <- ask(config, filter, vector, identity, count, indexed?) do
      if indexed? and length(found) < count,
        do: ask(config, filter, vector, identity, count, false),
        else: {:ok, found}
    end
  end

  defp ask(config, filter, vector, identity, count, indexed?) do
    sql = Statement.Search.by_vector(config.prefix, identity.columns, identity, not indexed?)
    params = parameters(filter) ++ [text(vector), count]

    with {:ok, rows} <- with_settings(config, indexed?, &Query.rows(&1, sql, params)) do
      {:ok, for([codebase, id, role, cosine] <- rows, do: {{{codebase, id}, role}, cosine})}
    end
  end

  defp with_settings(config, false, query), do: query.(config)

  defp with_settings(config, true, query) do
    Query.transaction(config, fn ->
      with {:ok, _set} <-
             Query.rows(config, Statement.Search.index_settings(), [@looked_at]),
           do: query.(config)
    end)
  end

  defp text(vector) do
    numbers = for <<value::float-32-little <- vector>>, do: Float.to_string(Float.round(value, 6))
    "[" <> Enum.join(numbers, ",") <> "]"
  end

  # Without pgvector all vectors come here, a page at a time.
  defp compare(config, filter, vector, identity, count) do
    sql = Statement.Search.page_of_vectors(config.prefix, identity.model)
    compare(config, {sql, parameters(filter)}, vector, count, {"", 0}, [])
  end

  defp compare(config, {sql, params} = question, vector, count, {codebase, id}, best) do
    with {:ok, [[[_ | _] = codebases, ids, roles, vectors]]} <-
           Query.rows(config, sql, params ++ [codebase, id, @page]),
         {:ok, nearest} <- Answer.fetch(&Native.search_nearest(&1, vector, [vectors], count)) do
      found = [codebases, ids, roles] |> Enum.zip() |> List.to_tuple()
      more = for {index, cosine} <- nearest, do: {known(elem(found, index)), cosine}
      best = (best ++ more) |> Enum.sort_by(&elem(&1, 1), :desc) |> Enum.take(count)
      {last, _role} = known(elem(found, tuple_size(found) - 1))
      compare(config, question, vector, count, last, best)
    else
      {:ok, [[nil | _]]} -> {:ok, best}
      failure -> failure
    end
  end

  defp known({codebase, id, role}), do: {{codebase, id}, role}

  @doc "By their name, and that of what they are in."
  @spec by_name(Config.t(), filter(), String.t(), String.t() | nil, pos_integer()) ::
          {:ok, [found()]} | failure()
  def by_name(config, filter, name, container, count),
    do: found(config, Statement.Search.by_name(config.prefix), filter, [name, container, count])

  @doc "By the path of their file or its end, and a line."
  @spec by_path(Config.t(), filter(), String.t(), pos_integer() | nil, pos_integer()) ::
          {:ok, [found()]} | failure()
  def by_path(config, filter, path, line, count),
    do: found(config, Statement.Search.by_path(config.prefix), filter, [path, line, count])

  defp found(config, sql, filter, params) do
    with {:ok, rows} <- Query.rows(config, sql, parameters(filter) ++ params),
         do: {:ok, for([codebase, id, role] <- rows, do: {{codebase, id}, role})}
  end

  @doc """
  What hits show of these symbols, with the text of their lexemes, and the cosines of their vectors with
  another one: those that are known, and those of the rest.
  """
  @spec details(Config.t(), [id], %{id => float()}, {binary(), map()} | nil) ::
          {:ok, %{id => map()}} | failure()
        when id: {String.t(), integer()}
  def details(config, ids, cosines, vector) do
    {codebases, numbers} = Enum.unzip(ids)
    unknown = for {_codebase, number} = id <- ids, not is_map_key(cosines, id), do: number

    with {:ok, rows} <-
           Query.rows(config, Statement.Search.details(config.prefix), [
             codebases,
             numbers,
             unknown
           ]) do
      rows = Enum.map(rows, &detail/1)
      {:ok, Map.new(rows, fn {id, row} -> {id, with_cosine(row, cosines[id], vector)} end)}
    end
  end

  # A symbol that was found by its words may have a vector too.
  defp with_cosine(row, known, vector) do
    {text, row} = Map.pop!(row, :embedding)
    {model, row} = Map.pop!(row, :embedding_model)
    Map.put(row, :cosine, known || cosine(text, model, vector))
  end

  defp cosine(text, model, {vector, %{model: model}}) when text != nil,
    do: dot(Symbols.numbers(text), vector, 0.0)

  defp cosine(_text, _model, _vector), do: nil

  defp dot(<<a::float-32-little, one::binary>>, <<b::float-32-little, other::binary>>, sum),
    do: dot(one, other, sum + a * b)

  defp dot(_none, _left, sum), do: sum

  @details ~w(path start_line end_line kind name container language role signature documentation
              lexemes embedding embedding_model)a
  defp detail([codebase, id | values]) do
    {{codebase, id}, @details |> Enum.zip(values) |> Map.new() |> Map.put(:codebase_id, codebase)}
  end

  @doc "Of how many files what they are searched by is still to be written, and a codebase without files."
  @spec extent(Config.t(), [String.t()]) ::
          {:ok, %{pending: non_neg_integer(), missing: String.t() | nil}} | failure()
  def extent(config, codebases) do
    with {:ok, [[pending, missing]]} <-
           Query.rows(config, Statement.Search.extent(config.prefix), [codebases]),
         do: {:ok, %{pending: pending, missing: missing}}
  end

  @doc "By which model vectors of these codebases are; `nil` where there are none."
  @spec model(Config.t(), [String.t()]) :: {:ok, String.t() | nil} | failure()
  def model(config, codebases) do
    with {:ok, rows} <- Query.rows(config, Statement.Search.model(config.prefix), [codebases]),
         do: {:ok, rows |> List.flatten() |> List.first()}
  end

  @doc "A symbol's vector as numbers of four bytes, and the model that made it; `nil` without one."
  @spec vector_of(Config.t(), {String.t(), integer()}) ::
          {:ok, {binary(), String.t()} | nil} | failure()
  def vector_of(config, {codebase, id}) do
    sql = Statement.Search.vector_of(config.prefix)

    with {:ok, rows} <- Query.rows(config, sql, [codebase, id]),
         do: {:ok, Enum.find_value(rows, fn [text, model] -> {Symbols.numbers(text), model} end)}
  end

  defp parameters(filter) do
    high = filter.path && filter.path |> Store.bounds() |> elem(1)
    [filter.codebases, filter.languages, filter.kinds, filter.path, high]
  end
end

defmodule ParserEngine.SearchIndex do
  @moduledoc false
  # What code is searched by: `code_symbols`, and the vectors of files. It follows the two tables and
  # is made from them, so that what is to be done is known whoever wrote the rows, and can be done
  # at any time: the files whose `embedding_status` is `pending`.

  alias ParserEngine.{Analyzer, Config, Embedder, Error, Native}
  alias ParserEngine.Native.Answer
  alias ParserEngine.SearchIndex.VectorIndex
  alias ParserEngine.Store.{Failure, Symbols}

  @typedoc "`failed` files have no vector, for a reason of their own."
  @type done :: %{files: non_neg_integer(), failed: non_neg_integer()}

  @typedoc "What all pages share: how the server keeps vectors, and who makes them."
  @type plan :: %{
          columns: Symbols.columns(),
          embedder: Embedder.t() | nil,
          model: String.t() | nil,
          dimensions: pos_integer() | nil
        }

  @patience 60_000
  # Documents that are embedded and written together, and those of one more file.
  @group 500
  @nothing %{files: 0, failed: 0}

  @doc "Whether an index is kept: it needs `codebase_metadata`."
  @spec kept?(Config.t()) :: boolean()
  def kept?(config), do: config.search and :codebase_metadata in config.tables

  @doc "The whole index once: all that is pending, how many symbols have each lexeme, and its index."
  @spec run(Config.t()) :: {:ok, done()} | {:error, Error.reason()}
  def run(config) do
    with {:ok, plan} <- plan(config),
         :ok <- expire(config, plan),
         {:ok, done} <- catch_up(config, plan),
         :ok <- settle(config, plan),
         do: {:ok, done}
  end

  @doc "What is the same for all pages. An embedder that does not answer is an error."
  @spec plan(Config.t()) :: {:ok, plan()} | {:error, Error.reason()}
  def plan(%{embedder: false} = config) do
    with {:ok, columns} <- Symbols.columns(config),
         do: {:ok, %{columns: columns, embedder: nil, model: nil, dimensions: nil}}
  end

  def plan(%{embedder: embedder} = config) do
    with {:ok, columns} <- Symbols.columns(config),
         {:ok, identity} <- Embedder.identity(embedder),
         :ok <- fits(identity, columns),
         do: {:ok, Map.merge(identity, %{columns: columns, embedder: embedder})}
  end

  defp fits(%{dimensions: dimensions}, %{file_dimensions: room}) when dimensions > room,
    do: {:error, {:too_many_dimensions, dimensions, room}}

  defp fits(_identity, _columns), do: :ok

  @doc "What another embedder has made is pending from now on."
  @spec expire(Config.t(), plan()) :: :ok | {:error, Error.reason()}
  def expire(config, plan), do: Symbols.expire(config, plan.model)

  @doc "Writes the symbols of all files that are pending."
  @spec catch_up(Config.t(), plan()) :: {:ok, done()} | {:error, Error.reason()}
  def catch_up(config, plan), do: pages(config, plan, "", @nothing)

  # The next page begins after the last path: what cannot be written now is no reason to stop.
  defp pages(config, plan, after_path, done) do
    with {:ok, [_ | _] = files} <- Symbols.pending(config, after_path),
         {:ok, more} <- page(config, plan, files) do
      pages(config, plan, List.last(files).path, sum(done, more))
    else
      {:ok, []} -> {:ok, done}
      failure -> failure
    end
  end

  defp sum(done, more), do: Map.merge(done, more, fn _key, before, now -> before + now end)

  defp page(config, plan, files) do
    case files |> Enum.map(&with_row(config, &1)) |> Enum.filter(& &1.row) do
      [] -> {:ok, @nothing}
      files -> write_page(config, plan, files)
    end
  end

  # `code_files` may not be kept, or have refused the file. What is read must be what the row tells.
  defp with_row(_config, %{row: row} = file) when is_binary(row), do: file

  defp with_row(config, file) do
    request = %{path: file.path, known_hash: nil, busy_threshold: 0}

    case Analyzer.rows(config, 0, [request]) do
      [{:ok, %{hash: hash, code_files: row}}] when hash == file.hash -> %{file | row: row}
      _other -> file
    end
  end

  defp write_page(config, %{embedder: nil} = plan, files),
    do: write(config, plan, Enum.map(files, &{&1, []}), true)

  defp write_page(config, plan, files) do
    with {:ok, documents} <- ask(&Native.search_documents(&1, Enum.map(files, fn f -> f.row end))) do
      files
      |> Enum.zip(documents)
      |> groups()
      |> Enum.reduce_while({:ok, @nothing}, fn group, {:ok, done} ->
        case write_group(config, plan, group) do
          {:ok, more} -> {:cont, {:ok, sum(done, more)}}
          failure -> {:halt, failure}
        end
      end)
    end
  end

  # An embedder that fails half-way has lost what it had done: no more than a group.
  defp groups(wanted) do
    Enum.chunk_while(
      wanted,
      {[], 0},
      fn {_file, documents} = one, {group, count} ->
        count = count + length(documents)

        if count >= @group,
          do: {:cont, Enum.reverse([one | group]), {[], 0}},
          else: {:cont, {[one | group], count}}
      end,
      fn
        {[], 0} -> {:cont, nil}
        {group, _count} -> {:cont, Enum.reverse(group), nil}
      end
    )
  end

  defp write_group(config, plan, wanted) do
    with {:ok, known} <- known(config, plan, Enum.map(wanted, &elem(&1, 0))),
         :ok <- write_words(config, plan, wanted, known),
         {:ok, vectors} <- embed(plan, wanted, known),
         do: write(config, plan, with_vectors(wanted, vectors), true)
  end

  defp known(config, plan, files) do
    if Embedder.reuse?(plan.embedder),
      do: Symbols.vectors(config, Enum.map(files, & &1.path), plan.model),
      else: {:ok, %{}}
  end

  # Where vectors take their time, code is found by its words meanwhile.
  defp write_words(config, plan, wanted, known) do
    if Embedder.reuse?(plan.embedder) and missing(wanted, known) != [] do
      vectors = Map.new(known, fn {id, vector} -> {id, {:ok, vector}} end)
      with {:ok, _done} <- write(config, plan, with_vectors(wanted, vectors), false), do: :ok
    else
      :ok
    end
  end

  defp missing(wanted, known) do
    for {file, documents} <- wanted,
        document <- documents,
        not is_map_key(known, {file.path, document.key}),
        do: {{file.path, document.key}, document}
  end

  defp embed(plan, wanted, known) do
    {ids, documents} = wanted |> missing(known) |> Enum.unzip()
    known = Map.new(known, fn {id, vector} -> {id, {:ok, vector}} end)

    with {:ok, vectors} <- Embedder.embed_documents(plan.embedder, plan, documents),
         do: {:ok, ids |> Enum.zip(vectors) |> Enum.into(known)}
  end

  defp with_vectors(wanted, vectors) do
    for {file, documents} <- wanted,
        do: {file, Enum.map(documents, &Map.get(vectors, {file.path, &1.key}, {:ok, nil}))}
  end

  defp write(config, plan, files, final?) do
    rows = for {file, vectors} <- files, do: {file.row, Enum.map(vectors, &vector/1)}

    with {:ok, rows} <- ask(&Native.search_rows(&1, rows, plan.columns)),
         written = files |> Enum.map(&elem(&1, 0)) |> Enum.zip(rows),
         {:ok, failed} <- put(config, plan, written, final?),
         {:ok, more} <- fail_without(config, plan, files, final?),
         do: {:ok, %{files: length(files), failed: failed + more}}
  end

  defp vector({:ok, vector}), do: vector
  defp vector({:error, _reason}), do: nil

  # A file that PostgreSQL refuses for its own content harms no other.
  defp put(config, plan, rows, final?) do
    with {:error, reason} <- Symbols.write(config, rows, plan.model, final?: final?),
         true <- Failure.of_row?(reason) || {:error, reason} do
      put_apart(config, plan, rows, final?, reason)
    else
      {:ok, _paths} -> {:ok, 0}
      failure -> failure
    end
  end

  defp put_apart(config, plan, [{file, _row}], _final?, reason) do
    with :ok <- Symbols.fail(config, file, plan.model, Error.message(reason)), do: {:ok, 1}
  end

  defp put_apart(config, plan, rows, final?, _reason) do
    {some, others} = Enum.split(rows, div(length(rows), 2))

    with {:ok, failed} <- put(config, plan, some, final?),
         {:ok, more} <- put(config, plan, others, final?),
         do: {:ok, failed + more}
  end

  # A file of which the embedder refused something tells why.
  defp fail_without(_config, _plan, _files, false), do: {:ok, 0}

  defp fail_without(config, plan, files, true) do
    refused =
      for {file, vectors} <- files,
          reason = Enum.find_value(vectors, &lasting/1),
          do: {file, Error.message(reason)}

    Enum.reduce_while(refused, {:ok, 0}, fn {file, words}, {:ok, count} ->
      case Symbols.fail(config, file, plan.model, words) do
        :ok -> {:cont, {:ok, count + 1}}
        failure -> {:halt, failure}
      end
    end)
  end

  # A text without words has no vector, which is no failure.
  defp lasting({:error, :no_vector}), do: nil
  defp lasting({:error, reason}), do: reason
  defp lasting({:ok, _vector}), do: nil

  @doc "What follows from many new symbols: frequencies of lexemes, and an index of vectors."
  @spec settle(Config.t(), plan()) :: :ok | {:error, Error.reason()}
  def settle(config, plan) do
    with {:ok, {now, counted}} <- Symbols.growth(config),
         :ok <- if(grown?(now, counted), do: Symbols.count_lexemes(config), else: :ok),
         do: VectorIndex.ensure(config, plan, now)
  end

  # A tenth more or less changes no order of words by their frequency.
  defp grown?(now, counted), do: abs(now - counted) * 10 > counted

  defp ask(call) do
    with {:ok, answer} <- Answer.ask(call), do: Answer.await(answer, @patience)
  end
end

defmodule ParserEngine.SearchIndex.Writing do
  @moduledoc false
  # Some files of which the rows of `code_files` are at hand, written with words and vectors.

  alias ParserEngine.{Config, Embedder, Error, Native, SearchIndex}
  alias ParserEngine.Native.Answer
  alias ParserEngine.Store.{Failure, Symbols}

  @typedoc "A file with its documents, as the native side tells them."
  @type wanted :: {Symbols.pending(), [map()]}

  @doc "The documents of files."
  @spec documents([Symbols.pending()]) :: {:ok, [wanted()]} | {:error, Error.reason()}
  def documents(files) do
    with {:ok, documents} <-
           Answer.fetch(&Native.search_documents(&1, Enum.map(files, fn f -> f.row end))),
         do: {:ok, Enum.zip(files, documents)}
  end

  @doc """
  Writes all of some files. An error is one of the database or of the embedder as a whole; what lies
  in a file is recorded there.
  """
  @spec write(Config.t(), SearchIndex.plan(), [wanted()]) ::
          {:ok, SearchIndex.done()} | {:error, Error.reason()}
  def write(config, plan, wanted) do
    with {:ok, known} <- known(config, plan, wanted),
         :ok <- write_words(config, plan, wanted, known),
         {:ok, vectors} <- embed(plan, wanted, known),
         do: put(config, plan, with_vectors(wanted, vectors), true)
  end

  @doc """
  The same without asking an embedder: vectors are the library's own, or there are none where the plan
  has no model. With `final?: false` the files stay pending.
  """
  @spec write_at_once(Config.t(), SearchIndex.plan(), [Symbols.pending()], final?: boolean()) ::
          {:ok, SearchIndex.done()} | {:error, Error.reason()}
  def write_at_once(config, plan, files, options) do
    weights = if plan.model, do: Embedder.Static.weights()
    rows = Enum.map(files, & &1.row)

    with {:ok, rows} <- Answer.fetch(&Native.search_rows(&1, rows, weights, plan.columns)),
         {:ok, failed} <-
           put_rows(config, plan, Enum.zip(files, rows), Keyword.fetch!(options, :final?)),
         do: {:ok, %{files: length(files), failed: failed}}
  end

  defp known(config, plan, wanted) do
    paths = for {file, _documents} <- wanted, do: file.path

    with {:ok, known} <- Symbols.vectors(config, paths, plan.model),
         do: {:ok, Map.new(known, fn {id, vector} -> {id, {:ok, vector}} end)}
  end

  # Vectors take their time: code is found by its words meanwhile.
  defp write_words(config, plan, wanted, known) do
    if missing(wanted, known) == [] do
      :ok
    else
      with {:ok, _done} <- put(config, plan, with_vectors(wanted, known), false), do: :ok
    end
  end

  defp embed(plan, wanted, known) do
    {ids, documents} = wanted |> missing(known) |> Enum.unzip()

    with {:ok, vectors} <- Embedder.embed_documents(plan.embedder, plan, documents),
         do: {:ok, ids |> Enum.zip(vectors) |> Enum.into(known)}
  end

  defp missing(wanted, known) do
    for {file, documents} <- wanted,
        document <- documents,
        not is_map_key(known, {file.path, document.key}),
        do: {{file.path, document.key}, document}
  end

  defp with_vectors(wanted, vectors) do
    for {file, documents} <- wanted,
        do: {file, Enum.map(documents, &Map.get(vectors, {file.path, &1.key}, {:ok, nil}))}
  end

  defp put(config, plan, files, final?) do
    rows = for {file, vectors} <- files, do: {file.row, Enum.map(vectors, &vector/1)}

    with {:ok, rows} <- Answer.fetch(&Native.search_rows_with(&1, rows, plan.columns)),
         written = files |> Enum.map(&elem(&1, 0)) |> Enum.zip(rows),
         {:ok, failed} <- put_rows(config, plan, written, final?),
         {:ok, refused} <- if(final?, do: tell_refused(config, plan, files), else: {:ok, 0}),
         do: {:ok, %{files: length(files), failed: failed + refused}}
  end

  defp vector({:ok, vector}), do: vector
  defp vector({:error, _reason}), do: nil

  # A file that PostgreSQL refuses for its own content harms no other.
  defp put_rows(config, plan, rows, final?) do
    with {:error, reason} <- Symbols.write(config, rows, plan.model, final?: final?) do
      if Failure.of_row?(reason),
        do: put_apart(config, plan, rows, final?, reason),
        else: {:error, reason}
    else
      {:ok, _paths} -> {:ok, 0}
    end
  end

  # A migration may have changed the columns since it was planned for them, which is no file's fault.
  defp put_apart(config, plan, [{file, _row}], _final?, reason) do
    with {:ok, columns} <- Symbols.columns(config) do
      if types(columns) == types(plan.columns),
        do: fail(config, plan, file, reason),
        else: {:error, reason}
    end
  end

  defp put_apart(config, plan, rows, final?, _reason) do
    {some, others} = Enum.split(rows, div(length(rows), 2))

    with {:ok, failed} <- put_rows(config, plan, some, final?),
         {:ok, more} <- put_rows(config, plan, others, final?),
         do: {:ok, failed + more}
  end

  defp types(%{file: :array} = columns), do: Map.delete(columns, :file_dimensions)
  defp types(columns), do: columns

  # A file of which the embedder refused something tells why.
  defp tell_refused(config, plan, files) do
    refused =
      for {file, vectors} <- files,
          reason = Enum.find_value(vectors, &lasting/1),
          do: {file, reason}

    Enum.reduce_while(refused, {:ok, 0}, fn {file, reason}, {:ok, count} ->
      case fail(config, plan, file, reason) do
        {:ok, 1} -> {:cont, {:ok, count + 1}}
        failure -> {:halt, failure}
      end
    end)
  end

  # A text without words has no vector, which is no failure.
  defp lasting({:error, :no_vector}), do: nil
  defp lasting({:error, reason}), do: reason
  defp lasting({:ok, _vector}), do: nil

  @doc "Records why a file has no vector, which counts as one."
  @spec fail(Config.t(), SearchIndex.plan(), Symbols.pending(), Error.reason()) ::
          {:ok, 1} | {:error, Error.reason()}
  def fail(config, plan, file, reason) do
    with :ok <- Symbols.fail(config, file, plan.model, Error.message(reason)), do: {:ok, 1}
  end
end

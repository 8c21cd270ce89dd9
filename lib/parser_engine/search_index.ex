defmodule ParserEngine.SearchIndex do
  @moduledoc false
  # What code is searched by: `code_symbols`, and the vectors of files. It follows the two tables and
  # is made from them, so that what is to be done is known whoever wrote the rows, and can be done
  # at any time: the files whose `embedding_status` is `pending`.

  alias ParserEngine.{Analyzer, Config, Embedder, Error}
  alias ParserEngine.SearchIndex.{Queue, VectorIndex, Writing}
  alias ParserEngine.Store.Symbols

  @typedoc "`failed` files have no vector, for a reason of their own."
  @type done :: %{files: non_neg_integer(), failed: non_neg_integer()}

  @typedoc "What all pages share: how the server keeps vectors, and who makes them."
  @type plan :: %{
          columns: Symbols.columns(),
          embedder: Embedder.t() | nil,
          model: String.t() | nil,
          dimensions: pos_integer() | nil
        }

  @nothing %{files: 0, failed: 0}
  @plain_word "text"
  # Milliseconds that counting the lexemes of a million symbols may take.
  @patience 600_000
  # Pages that are in work.
  @at_once 2

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
         do: {:ok, done},
         else: (failure -> without_vectors(config, failure))
  end

  # An embedder that is away keeps nobody from finding code by its words.
  defp without_vectors(config, failure) do
    with :ok <- write_words(config), do: failure
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
         {:ok, columns} <- with_room(columns, identity),
         do: {:ok, Map.merge(identity, %{columns: columns, embedder: embedder})}
  end

  # An array takes what comes.
  defp with_room(%{file_dimensions: room} = columns, %{dimensions: dimensions}) do
    case columns.file do
      _any when dimensions <= room -> {:ok, columns}
      :array -> {:ok, %{columns | file_dimensions: dimensions}}
      :vector -> {:error, {:too_many_dimensions, dimensions, room}}
    end
  end

  @doc "What another embedder has made is pending from now on."
  @spec expire(Config.t(), plan()) :: :ok | {:error, Error.reason()}
  def expire(config, plan), do: Symbols.expire(config, plan.model)

  @doc "Writes the symbols of all files that are pending without vectors, so that they stay pending."
  @spec write_words(Config.t()) :: :ok | {:error, Error.reason()}
  def write_words(config) do
    with {:ok, columns} <- Symbols.columns(config),
         plan = %{columns: columns, embedder: nil, model: nil, dimensions: nil},
         {:ok, _done} <- pages(config, plan, &Writing.write_at_once(&1, &2, &3, final?: false)),
         do: settle(config, plan)
  end

  @doc "Writes the symbols of all files that are pending."
  @spec catch_up(Config.t(), plan()) :: {:ok, done()} | {:error, Error.reason()}
  def catch_up(config, plan), do: pages(config, plan, &write/3)

  defp pages(config, plan, write) do
    config
    |> pending_pages()
    |> each_page(plan, &page(config, plan, &1, write))
    |> Enum.reduce_while({:ok, @nothing}, fn
      {:ok, more}, {:ok, done} -> {:cont, {:ok, sum(done, more)}}
      failure, _done -> {:halt, failure}
    end)
  end

  # While PostgreSQL writes one page the next is made. Who takes his time gets one after the other.
  defp each_page(pages, plan, work) do
    if patient?(plan) do
      Stream.map(pages, work)
    else
      pages
      |> Task.async_stream(work, max_concurrency: @at_once, ordered: false, timeout: :infinity)
      |> Stream.map(fn {:ok, answer} -> answer end)
    end
  end

  # The next page begins after the last path: what cannot be written now is no reason to stop.
  defp pending_pages(config) do
    Stream.unfold("", fn
      nil ->
        nil

      after_path ->
        case Symbols.pending(config, after_path) do
          {:ok, []} -> nil
          {:ok, files} -> {{:ok, files}, List.last(files).path}
          failure -> {failure, nil}
        end
    end)
  end

  defp page(config, plan, found, write) do
    with {:ok, files} <- found do
      case files |> Enum.map(&with_row(config, &1)) |> Enum.filter(& &1.row) do
        [] -> {:ok, @nothing}
        files -> write.(config, plan, files)
      end
    end
  end

  # Whether vectors take their time: then files go in small groups, each with a fate of its own.
  defp patient?(%{embedder: nil}), do: false
  defp patient?(plan), do: plan.embedder.module != Embedder.Static

  defp write(config, plan, files) do
    if patient?(plan) do
      with {:ok, wanted} <- Writing.documents(files),
           do: groups(config, plan, Queue.new(wanted), @nothing)
    else
      Writing.write_at_once(config, plan, files, final?: true)
    end
  end

  defp sum(done, more), do: Map.merge(done, more, fn _key, before, now -> before + now end)

  # `code_files` may not be kept, or have refused the file. What is read must be what the row tells.
  defp with_row(_config, %{row: row} = file) when is_binary(row), do: file

  defp with_row(config, file) do
    request = %{path: file.path, known_hash: nil, busy_threshold: 0}

    case Analyzer.rows(config, 0, [request]) do
      [{:ok, %{hash: hash, code_files: row}}] when hash == file.hash -> %{file | row: row}
      _other -> file
    end
  end

  defp groups(config, plan, queue, done) do
    case Queue.next(queue) do
      {:group, group, queue} -> group(config, plan, {queue, group}, done)
      {:ended, suspects} -> record(config, plan, suspects, done)
      {:doubt, reason} -> doubt(config, plan, {queue, reason}, done)
    end
  end

  defp group(config, plan, {queue, group}, done) do
    with {:error, reason} <- Writing.write(config, plan, group),
         {:ok, queue} <- Queue.failed(queue, group, reason) do
      groups(config, plan, queue, done)
    else
      {:ok, more} -> groups(config, plan, Queue.succeeded(queue), sum(done, more))
      {:doubt, queue, reason} -> doubt(config, plan, {queue, reason}, done)
      {:error, reason} -> {:error, reason}
    end
  end

  # Where an embedder has a vector for a plain word, it is the files that it cannot digest.
  defp doubt(config, plan, {queue, reason}, done) do
    case Embedder.embed_query(plan.embedder, plan, @plain_word) do
      {:ok, _vector} -> groups(config, plan, Queue.succeeded(queue), done)
      {:error, _reason} -> {:error, reason}
    end
  end

  defp record(_config, _plan, [], done), do: {:ok, done}

  defp record(config, plan, [{{file, _documents}, reason} | others], done) do
    with {:ok, 1} <- Writing.fail(config, plan, file, reason),
         do: record(config, plan, others, sum(done, %{files: 1, failed: 1}))
  end

  @doc "What follows from many new symbols: frequencies of lexemes, and an index of vectors."
  @spec settle(Config.t(), plan()) :: :ok | {:error, Error.reason()}
  def settle(config, plan) do
    with {:ok, {now, counted}} <- Symbols.growth(config),
         :ok <- if(grown?(now, counted), do: count_lexemes(config), else: :ok),
         do: VectorIndex.ensure(config, plan, now)
  end

  # Questions to many new rows wait for nobody's autovacuum.
  defp count_lexemes(config) do
    patient = %{config | query_timeout: @patience}
    with :ok <- Symbols.count_lexemes(patient), do: Symbols.analyze(patient)
  end

  # A tenth more or less changes no order of words by their frequency.
  defp grown?(now, counted), do: abs(now - counted) * 10 > counted
end

defmodule ParserEngine.CodeGraph do
  @moduledoc false
  # The dependency graph of a codebase, with the index of its clones: a resource of the native side,
  # which follows the table `codebase_metadata` and tells which rows of it hold something else. A
  # graph that answered an error, or was not written, is to be given up.

  require Logger

  alias ParserEngine.{Config, Duplication, Error, Native}
  alias ParserEngine.Native.Answer
  alias ParserEngine.Store.Graph

  @type t :: reference()
  @type size :: %{
          changed: non_neg_integer(),
          edges_changed: boolean(),
          files: non_neg_integer(),
          edges: non_neg_integer(),
          files_compared: non_neg_integer(),
          pairs_compared: non_neg_integer(),
          bad_manifests: [{String.t(), String.t()}]
        }
  @type score :: :pagerank | :centrality

  @patience 600_000
  @unchanged %{
    changed: 0,
    edges_changed: false,
    files_compared: 0,
    pairs_compared: 0,
    bad_manifests: []
  }
  @links 200
  @scores 2_000
  @clones 200

  @doc "Whether there is a graph for this codebase: its columns are in one of the tables."
  @spec kept?(Config.t()) :: boolean()
  def kept?(config), do: config.graph and :codebase_metadata in config.tables and Native.loaded?()

  @doc "An empty graph."
  @spec new(Config.t()) :: {:ok, t()} | {:error, Error.reason()}
  def new(config) do
    case Native.graph_new(Duplication.to_native(config.duplication)) do
      {:error, reason} -> {:error, reason}
      graph -> {:ok, graph}
    end
  end

  @doc "Takes in what the table has: for all files, or for those at some paths and below them."
  @spec refresh(Config.t(), t(), :all | [String.t()]) :: {:ok, size()} | {:error, Error.reason()}
  def refresh(config, graph, scope) do
    with :ok <- stage(config, graph, scope) do
      below = if scope != :all, do: scope
      ask(&Native.graph_refresh(&1, graph, config.root, below))
    end
  end

  @doc "Takes everything in again where the table has something else than the graph."
  @spec check(Config.t(), t(), size()) :: {:ok, size()} | {:error, Error.reason()}
  def check(config, graph, size) do
    with {:ok, known} <- ask(&Native.graph_fingerprint(&1, graph)),
         {:ok, found} <- Graph.fingerprint(config),
         do: if(found == known, do: {:ok, size}, else: again(config, graph, size))
  end

  # What was overwritten by an older graph is written again, scores too.
  defp again(config, graph, before) do
    with {:ok, size} <- refresh(config, graph, :all),
         {:ok, _written} <- write_links(config, graph),
         {:ok, _written} <- write_clones(config, graph),
         {:ok, _written} <- write_scores(config, graph),
         do: {:ok, %{size | edges_changed: size.edges_changed or before.edges_changed}}
  end

  defp stage(config, graph, :all), do: stage_after(config, graph, "", fn -> :ok end)

  defp stage(config, graph, paths) do
    with {:ok, rows} <- Graph.files(config, paths),
         {:ok, staging} <- start_staging(graph, rows),
         do: staged(staging)
  end

  # PostgreSQL makes a page while the one before is taken in.
  defp stage_after(config, graph, path, staged) do
    page = Graph.page(config, path)

    with :ok <- staged.(),
         {:ok, [_ | _] = rows, last} <- page,
         {:ok, staging} <- start_staging(graph, rows) do
      stage_after(config, graph, last, fn -> staged(staging) end)
    else
      {:ok, [], nil} -> :ok
      failure -> failure
    end
  end

  defp start_staging(graph, rows), do: Answer.start(&Native.graph_stage(&1, graph, rows))

  # A row that makes no sense, whoever wrote it, keeps no other from being taken in.
  defp staged(staging) do
    with {:ok, odd} <- Answer.take(staging, @patience) do
      for words <- odd, do: Logger.warning("[CodeGraph] a row is left out: #{words}")
      :ok
    end
  end

  @doc "Computes the scores of all files, and writes those that are others now."
  @spec score(Config.t(), t(), score()) ::
          {:ok, written :: non_neg_integer()} | {:error, Error.reason()}
  def score(config, graph, score) do
    with :ok <- compute(graph, score), do: write_scores(config, graph)
  end

  @doc "Computes the scores of all files. For centrality the graph keeps no other job waiting."
  @spec compute(t(), score()) :: :ok | {:error, Error.reason()}
  def compute(graph, score) do
    with {:ok, :ok} <- ask(&Native.graph_compute(&1, graph, score)), do: :ok
  end

  @doc "Writes the scores of those files whose rows hold others."
  @spec write_scores(Config.t(), t()) ::
          {:ok, written :: non_neg_integer()} | {:error, Error.reason()}
  def write_scores(config, graph), do: write(config, graph, :scores, @scores, 0)

  @doc "Writes the dependencies of those files whose rows hold others."
  @spec write_links(Config.t(), t()) ::
          {:ok, written :: non_neg_integer()} | {:error, Error.reason()}
  def write_links(config, graph), do: write(config, graph, :links, @links, 0)

  @doc "Writes the clones of those files whose rows hold others."
  @spec write_clones(Config.t(), t()) ::
          {:ok, written :: non_neg_integer()} | {:error, Error.reason()}
  def write_clones(config, graph), do: write(config, graph, :clones, @clones, 0)

  defp write(config, graph, kind, count, written) do
    with {:ok, [_ | _] = rows} <- ask(&Native.graph_take(&1, graph, kind, count)),
         :ok <- Graph.write(config, kind, rows) do
      write(config, graph, kind, count, written + length(rows))
    else
      {:ok, []} -> {:ok, written}
      failure -> failure
    end
  end

  @doc """
  The whole graph once: dependencies, clones and scores of all files. Nothing is computed where the
  table has what would be written.
  """
  @spec run(Config.t()) :: {:ok, size()} | {:error, Error.reason()}
  def run(config) do
    with {:ok, inputs} <- inputs(config),
         {:ok, found} <- Graph.fingerprint(config),
         {:ok, made} <- Graph.made(config) do
      if made && made.from == made_from(inputs, found),
        do: {:ok, Map.merge(@unchanged, Map.take(made, [:files, :edges]))},
        else: make(config, inputs)
    end
  end

  # Where a manifest is written meanwhile, the graph is made once more by the next run.
  defp make(config, inputs) do
    with {:ok, graph} <- new(config),
         {:ok, size} <- refresh(config, graph, :all),
         {:ok, _written} <- write_links(config, graph),
         {:ok, _written} <- write_clones(config, graph),
         {:ok, _written} <- score(config, graph, :pagerank),
         {:ok, _written} <- score(config, graph, :centrality),
         :ok <- record(config, graph, size, inputs),
         do: {:ok, size}
  end

  # A manifest with a fault is to be told of every time.
  defp record(_config, _graph, %{bad_manifests: [_ | _]}, _inputs), do: :ok

  defp record(config, graph, size, inputs) do
    with {:ok, known} <- ask(&Native.graph_fingerprint(&1, graph)),
         {:ok, ^inputs} <- inputs(config) do
      made = %{from: made_from(inputs, known), files: size.files, edges: size.edges}
      Graph.record_made(config, made)
    else
      {:ok, _others} -> :ok
      failure -> failure
    end
  end

  defp inputs(config) do
    with {:ok, paths} <- Graph.paths(config),
         {:ok, digest} <- ask(&Native.graph_inputs(&1, config.root, paths)),
         do: {:ok, {digest, Duplication.to_native(config.duplication)}}
  end

  defp made_from(inputs, rows), do: inspect({inputs, rows})

  defp ask(call), do: Answer.wait(call, @patience)
end

defmodule ParserEngine.Store.Graph do
  @moduledoc false
  # The rows of the dependency graph and of clones, as JSON texts that only the native side understands.

  alias ParserEngine.{Config, Error, Store}
  alias ParserEngine.Store.{Query, Statement}

  @type row :: {json :: String.t(), clone_tokens :: String.t() | nil}
  @type failure :: {:error, Error.reason()}
  @type made :: %{from: String.t(), files: non_neg_integer(), edges: non_neg_integer()}

  @doc "The files after a path, a page of them, and the last of their paths; `nil` after the last."
  @spec page(Config.t(), String.t()) :: {:ok, [row()], last :: String.t() | nil} | failure()
  def page(config, after_path) do
    sql = Statement.Graph.page(config.prefix)

    with {:ok, rows} <- Query.rows(config, sql, [config.codebase_id, after_path]),
         do: {:ok, Enum.map(rows, &row/1), last(rows)}
  end

  defp row([_path, json, tokens]), do: {json, tokens}

  defp last([]), do: nil
  defp last(rows), do: rows |> List.last() |> hd()

  @doc "The files at some paths and below them."
  @spec files(Config.t(), [String.t()]) :: {:ok, [row()]} | failure()
  def files(config, paths) do
    {lows, highs} = paths |> Enum.map(&Store.bounds/1) |> Enum.unzip()
    params = [config.codebase_id, paths, lows, highs]

    with {:ok, rows} <- Query.rows(config, Statement.Graph.files(config.prefix), params),
         do: {:ok, Enum.map(rows, &row/1)}
  end

  @doc "A number that tells which files with which contents, links, scores and clones the table has."
  @spec fingerprint(Config.t()) :: {:ok, integer()} | failure()
  def fingerprint(config) do
    sql = Statement.Graph.fingerprint(config.prefix)

    with {:ok, [[fingerprint]]} <- Query.rows(config, sql, [config.codebase_id]),
         do: {:ok, fingerprint}
  end

  @doc "The paths of all files."
  @spec paths(Config.t()) :: {:ok, [String.t()]} | failure()
  def paths(config) do
    with {:ok, rows} <-
           Query.rows(config, Statement.Graph.paths(config.prefix), [config.codebase_id]),
         do: {:ok, List.flatten(rows)}
  end

  @doc "What the graph in the table was made from, with its size; `nil` before the first one."
  @spec made(Config.t()) :: {:ok, made() | nil} | failure()
  def made(config) do
    case Query.rows(config, Statement.Graph.made(config.prefix), [config.codebase_id]) do
      {:ok, [[from, files, edges]]} -> {:ok, %{from: from, files: files, edges: edges}}
      {:ok, []} -> {:ok, nil}
      failure -> failure
    end
  end

  @doc "Records what the graph in the table was made from."
  @spec record_made(Config.t(), made()) :: :ok | failure()
  def record_made(config, %{from: from, files: files, edges: edges}) do
    params = [config.codebase_id, from, files, edges]
    Query.run(config, Statement.Graph.record_made(config.prefix), params)
  end

  @doc "Writes dependencies, scores or clones, given as JSON objects. Rows that are gone are left out."
  @spec write(Config.t(), :links | :scores | :clones, [String.t()]) :: :ok | failure()
  def write(config, kind, rows) do
    json = IO.iodata_to_binary(["[", Enum.intersperse(rows, ","), "]"])
    Query.run(config, statement(kind, config.prefix), [config.codebase_id, json])
  end

  defp statement(:links, prefix), do: Statement.Graph.write_links(prefix)
  defp statement(:scores, prefix), do: Statement.Graph.write_scores(prefix)
  defp statement(:clones, prefix), do: Statement.Graph.write_clones(prefix)
end

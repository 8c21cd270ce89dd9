defmodule ParserEngine.Store.Graph do
  @moduledoc false
  # The rows of the dependency graph and of clones, as JSON texts that only the native side understands.

  alias ParserEngine.{Config, Error, Store}
  alias ParserEngine.Store.{Query, Statement}

  @type failure :: {:error, Error.reason()}

  @doc "The files after a path, a page of them, and the last of their paths; `nil` after the last."
  @spec page(Config.t(), String.t()) :: {:ok, [String.t()], last :: String.t() | nil} | failure()
  def page(config, after_path) do
    sql = Statement.Graph.page(config.prefix)

    with {:ok, rows} <- Query.rows(config, sql, [config.codebase_id, after_path]),
         do: {:ok, Enum.map(rows, &List.last/1), last(rows)}
  end

  defp last([]), do: nil
  defp last(rows), do: rows |> List.last() |> hd()

  @doc "The files at some paths and below them."
  @spec files(Config.t(), [String.t()]) :: {:ok, [String.t()]} | failure()
  def files(config, paths) do
    {lows, highs} = paths |> Enum.map(&Store.bounds/1) |> Enum.unzip()
    params = [config.codebase_id, paths, lows, highs]

    with {:ok, rows} <- Query.rows(config, Statement.Graph.files(config.prefix), params),
         do: {:ok, Enum.map(rows, &List.last/1)}
  end

  @doc "A number that tells which files with which contents, links, scores and clones the table has."
  @spec fingerprint(Config.t()) :: {:ok, integer()} | failure()
  def fingerprint(config) do
    sql = Statement.Graph.fingerprint(config.prefix)

    with {:ok, [[fingerprint]]} <- Query.rows(config, sql, [config.codebase_id]),
         do: {:ok, fingerprint}
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

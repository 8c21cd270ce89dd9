defmodule ParserEngine.Store.Report do
  @moduledoc false
  # What the two tables tell a report, list by list.

  alias ParserEngine.{Config, Error}
  alias ParserEngine.Store.{Query, Statement}

  # Texts in memory at the same time.
  @texts_per_statement 50

  @type failure :: {:error, Error.reason()}

  @doc "The root that the rows tell; an error where there are no rows."
  @spec root(Config.t()) :: {:ok, String.t()} | failure()
  def root(config) do
    case ask(config, Statement.Report.codebase(config.prefix), []) do
      {:ok, [[_none, 0]]} -> {:error, {:not_ingested, config.codebase_id}}
      {:ok, [[root, _count]]} -> {:ok, root}
      failure -> failure
    end
  end

  @doc "JSON that PostgreSQL makes: `:totals`, `:measured` or `:languages`."
  @spec json(Config.t(), :totals | :measured | :languages) :: {:ok, String.t()} | failure()
  def json(config, what) do
    with {:ok, [[json]]} <- ask(config, apply(Statement.Report, what, [config.prefix]), []),
         do: {:ok, json}
  end

  @type listed ::
          :files
          | :dependencies
          | :unresolved
          | :packages
          | :smells
          | :findings
          | :secrets
          | :uncovered
          | :clones

  @doc "Rows as `Store.Statement.Report` documents them, no more than `most`."
  @spec list(Config.t(), listed(), pos_integer()) :: {:ok, [[term()]]} | failure()
  def list(config, what, most),
    do: ask(config, apply(Statement.Report, what, [config.prefix]), [most])

  @doc "Kind, id, severity, number of places, number of files of each rule."
  @spec rules(Config.t()) :: {:ok, [[term()]]} | failure()
  def rules(config), do: ask(config, Statement.Report.rules(config.prefix), [])

  @doc "What `fun` makes of the text of each of these files."
  @spec contents(Config.t(), [String.t()], (String.t(), String.t() -> value)) ::
          {:ok, %{String.t() => value}} | failure()
        when value: term()
  def contents(config, paths, fun) do
    sql = Statement.Report.contents(config.prefix)

    paths
    |> Enum.chunk_every(@texts_per_statement)
    |> Enum.reduce_while({:ok, %{}}, fn chunk, {:ok, done} ->
      case ask(config, sql, [chunk]) do
        {:ok, rows} -> {:cont, {:ok, Enum.reduce(rows, done, &put(&1, &2, fun))}}
        failure -> {:halt, failure}
      end
    end)
  end

  defp put([path, text], done, fun), do: Map.put(done, path, fun.(path, text))

  defp ask(config, sql, params), do: Query.rows(config, sql, [config.codebase_id | params])
end

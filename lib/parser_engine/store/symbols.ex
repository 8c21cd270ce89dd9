defmodule ParserEngine.Store.Symbols do
  @moduledoc false
  # The definitions that code is searched by, and the vectors of files. Rows are JSON texts that only
  # the native side understands.

  alias ParserEngine.{Config, Error}
  alias ParserEngine.Store.{Query, Statement}

  @typedoc """
  How vectors are kept, which depends on the server: pgvector's types, or arrays and bytes. `schema`
  is that of pgvector's operators.
  """
  @type columns :: %{
          file: :vector | :array,
          symbols: :halfvec | :bytes,
          file_dimensions: pos_integer(),
          schema: String.t() | nil
        }

  @typedoc "A file whose symbols are to be written; `row` is that of `code_files`, if it is there."
  @type pending :: %{
          path: String.t(),
          source: String.t(),
          hash: String.t(),
          row: String.t() | nil
        }

  @type failure :: {:error, Error.reason()}

  @dimensions 1536

  @doc "How this server keeps vectors."
  @spec columns(Config.t()) :: {:ok, columns()} | failure()
  def columns(config) do
    sql = Statement.Symbols.column_types(config.prefix)

    with {:ok, [[file, symbols, dimensions, schema]]} <- Query.rows(config, sql, []) do
      {:ok,
       %{
         file: if(file == "vector", do: :vector, else: :array),
         symbols: if(symbols == "halfvec", do: :halfvec, else: :bytes),
         file_dimensions: if(file == "vector", do: dimensions, else: @dimensions),
         schema: if(file == "vector", do: schema)
       }}
    end
  end

  @doc "A page of files after a path whose symbols are to be written."
  @spec pending(Config.t(), String.t()) :: {:ok, [pending()]} | failure()
  def pending(config, after_path) do
    sql = Statement.Symbols.pending(config.prefix)

    with {:ok, rows} <- Query.rows(config, sql, [config.codebase_id, after_path]) do
      {:ok,
       for(
         [path, source, hash, row] <- rows,
         do: %{path: path, source: source, hash: hash, row: row}
       )}
    end
  end

  @doc "What another model has told is pending from now on."
  @spec expire(Config.t(), model :: String.t() | nil) :: :ok | failure()
  def expire(config, model),
    do: Query.run(config, Statement.Symbols.expire(config.prefix), [config.codebase_id, model])

  @doc """
  Writes the rows of files, which then are no longer pending unless `final?: false` says that vectors
  are still to come. Answers the paths that were written; of others there is another version by now.
  """
  @spec write(Config.t(), [{pending(), String.t()}], model :: String.t() | nil, final?: boolean()) ::
          {:ok, [String.t()]} | failure()
  def write(config, files, model, options) do
    sql = Statement.Symbols.write(config.prefix, Keyword.fetch!(options, :final?))

    json =
      IO.iodata_to_binary(["[", files |> Enum.map(&elem(&1, 1)) |> Enum.intersperse(","), "]"])

    {paths, sources} = files |> Enum.map(&{elem(&1, 0).path, elem(&1, 0).source}) |> Enum.unzip()

    with {:ok, rows} <-
           Query.rows(config, sql, [config.codebase_id, json, paths, sources, model]),
         do: {:ok, List.flatten(rows)}
  end

  @doc "Records why a file has no vector; it is not tried again until it, or the model, changes."
  @spec fail(Config.t(), pending(), model :: String.t() | nil, String.t()) :: :ok | failure()
  def fail(config, file, model, words) do
    params = [config.codebase_id, file.path, file.source, model, words]
    Query.run(config, Statement.Symbols.fail(config.prefix), params)
  end

  @doc "The vectors by this model that symbols of these files have, by path and key."
  @spec vectors(Config.t(), [String.t()], model :: String.t()) ::
          {:ok, %{{path :: String.t(), key :: String.t()} => binary()}} | failure()
  def vectors(config, paths, model) do
    sql = Statement.Symbols.vectors_of(config.prefix)

    with {:ok, rows} <- Query.rows(config, sql, [config.codebase_id, paths, model]),
         do: {:ok, for([path, key, text] <- rows, into: %{}, do: {{path, key}, numbers(text)})}
  end

  @doc "A vector of unit length as numbers of four bytes, from the text of either type."
  @spec numbers(String.t()) :: binary()
  def numbers("\\x" <> hexadecimal) do
    bytes = Base.decode16!(hexadecimal, case: :lower)
    unit(for <<value::signed-8 <- bytes>>, do: value)
  end

  def numbers("[" <> text),
    do: text |> String.trim_trailing("]") |> String.split(",") |> Enum.map(&number/1) |> unit()

  defp number(text) do
    {value, ""} = Float.parse(text)
    value
  end

  defp unit(values) do
    length = :math.sqrt(values |> Enum.map(&(&1 * &1)) |> Enum.sum() |> max(1.0e-12))
    for value <- values, into: <<>>, do: <<value / length::float-32-little>>
  end

  @doc "How many symbols there are, and how many there were when their lexemes were counted."
  @spec growth(Config.t()) :: {:ok, {non_neg_integer(), non_neg_integer()}} | failure()
  def growth(config) do
    sql = Statement.Symbols.growth(config.prefix)

    with {:ok, [[now, counted]]} <- Query.rows(config, sql, [config.codebase_id]),
         do: {:ok, {now, counted}}
  end

  @doc "Has the planner look at the table. PostgreSQL skips it, in words, where it is not ours."
  @spec analyze(Config.t()) :: :ok | failure()
  def analyze(config), do: Query.run(config, Statement.Symbols.analyze(config.prefix), [])

  @doc "Counts how many symbols have each lexeme."
  @spec count_lexemes(Config.t()) :: :ok | failure()
  def count_lexemes(config),
    do: Query.run(config, Statement.Symbols.count_lexemes(config.prefix), [config.codebase_id])
end

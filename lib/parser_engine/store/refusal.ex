defmodule ParserEngine.Store.Refusal do
  @moduledoc false
  # Files that have no row in a table, and why: PostgreSQL refuses the row for its own content, or
  # the file is binary. Kept until the content or the way it is analysed changes, so that nobody
  # tries in vain meanwhile.

  alias ParserEngine.{Analyzer, Config, Error}
  alias ParserEngine.Store.{Query, Statement, Table, Writers}

  @typedoc "`reason` is PostgreSQL's code, such as `22P05`, or `binary`; `detail` are the words."
  @type t :: %{
          reason: String.t(),
          detail: String.t(),
          hash: String.t(),
          refused_at: DateTime.t()
        }

  @typedoc "A file that is refused, as it was read."
  @type refused :: %{
          reason: :binary | {:database, code :: String.t(), words :: String.t()},
          hash: String.t(),
          stat: Analyzer.stat()
        }

  @doc false
  @spec record(Config.t(), Config.table(), pos_integer(), String.t(), [{String.t(), refused()}]) ::
          :ok | {:error, Error.reason()}
  def record(_config, _name, _generation, _version, []), do: :ok

  def record(config, name, generation, version, files) do
    table = Table.fetch(name)
    columns = files |> Enum.sort() |> Enum.map(&columns/1) |> Enum.zip_with(& &1)
    known = [config.codebase_id, generation]

    taken =
      Writers.outlast(config, name, fn
        :first ->
          sql = Statement.Refusal.record(config.prefix, table)
          Query.rows(config, sql, known ++ [version | columns])

        :last ->
          sql = Statement.delete_late(config.prefix, table)
          Query.rows(config, sql, known ++ [hd(columns), [], []])
      end)

    with {:ok, _rows} <- taken, do: :ok
  end

  defp columns({path, %{stat: stat} = refused}) do
    {reason, detail} = texts(refused.reason)
    [path, refused.hash, stat.size, stat.mtime_ns, stat.ctime_ns, stat.inode, reason, detail]
  end

  defp texts({:database, code, words}), do: {code, words}
  defp texts(:binary), do: {"binary", Error.message(:binary)}

  @doc "The reason as it is kept."
  @spec reason(String.t(), String.t()) :: Error.reason()
  def reason("binary", _detail), do: :binary
  def reason(code, detail), do: {:database, code, detail}

  @doc false
  @spec fetch(Config.t(), Config.table(), String.t()) ::
          {:ok, nil | t()} | {:error, Error.reason()}
  def fetch(config, name, path) do
    sql = Statement.Refusal.one(config.prefix, Table.fetch(name))

    with {:ok, rows} <- Query.rows(config, sql, [config.codebase_id, path]),
         do: {:ok, Enum.find_value(rows, &told/1)}
  end

  defp told([reason, detail, hash, at]),
    do: %{reason: reason, detail: detail, hash: hash, refused_at: at}
end

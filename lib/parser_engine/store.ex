defmodule ParserEngine.Store do
  @moduledoc false
  # Reads and writes the two tables through a repo's query/3. Rows arrive as JSON text and are
  # typed by PostgreSQL, which costs the client a sixth of what a multi-row insert does and meets
  # no limit on the number of parameters.

  alias ParserEngine.{Config, Error}
  alias ParserEngine.Store.{Failure, Statement, Table}

  @rows_per_statement 100
  @bytes_per_statement 8_000_000
  @paths_per_statement 1_000
  @attempts 5
  @conflict_pause 50

  @type stored :: %{
          root: String.t(),
          hash: String.t(),
          analysis_version: String.t(),
          size: non_neg_integer(),
          mtime_ns: integer(),
          inode: integer(),
          racy: boolean()
        }
  @type failure :: {:error, Error.reason()}

  @doc "Taken before a file is read: of two readings, the one with the larger number wins."
  @spec next_generation(Config.t()) :: {:ok, pos_integer()} | failure()
  def next_generation(config) do
    with {:ok, [[generation]]} <- query(config, Statement.next_generation(config.prefix), []) do
      {:ok, generation}
    end
  end

  @doc "What a table knows of some paths."
  @spec stored(Config.t(), Config.table(), [String.t()]) ::
          {:ok, %{String.t() => stored()}} | failure()
  def stored(config, name, paths) do
    sql = Statement.stored(config.prefix, Table.fetch(name))

    with {:ok, rows} <- query(config, sql, [config.codebase_id, paths]) do
      {:ok, Map.new(rows, &stored_entry/1)}
    end
  end

  @doc "What a table knows of a path and all below it; everything for an empty path."
  @spec stored_below(Config.t(), Config.table(), String.t()) ::
          {:ok, %{String.t() => stored()}} | failure()
  def stored_below(config, name, scope) do
    pages(config, Statement.stored_page(config.prefix, Table.fetch(name)), scope, "", %{})
  end

  defp pages(config, sql, scope, after_path, found) do
    {low, high} = bounds(scope)

    case query(config, sql, [config.codebase_id, scope, low, high, after_path]) do
      {:ok, []} -> {:ok, found}
      {:ok, rows} -> pages(config, sql, scope, last_path(rows), collect(rows, found))
      failure -> failure
    end
  end

  defp last_path(rows), do: rows |> List.last() |> hd()
  defp collect(rows, found), do: rows |> Map.new(&stored_entry/1) |> Map.merge(found)

  defp stored_entry([path, root, hash, version, size, mtime_ns, inode, racy]) do
    {path,
     %{
       root: root,
       hash: hash,
       analysis_version: version,
       size: size,
       mtime_ns: mtime_ns,
       inode: inode,
       racy: racy
     }}
  end

  @doc """
  Writes rows, given as JSON objects by path: inserts, updates where the content or the way it is
  analysed differs, and leaves everything else and every newer row alone. The answer tells each
  path's fate; a row that PostgreSQL refuses for its own content harms no other.
  """
  @spec upsert(Config.t(), Config.table(), [{String.t(), String.t()}]) ::
          %{String.t() => :ok | failure()}
  def upsert(config, name, rows) do
    sql = Statement.upsert(config.prefix, Table.fetch(name))

    rows
    |> Map.new()
    |> Enum.sort()
    |> chunks()
    |> Enum.flat_map(&write(config, sql, &1))
    |> Map.new()
  end

  defp write(config, sql, rows) do
    json = ["[", rows |> Enum.map(&elem(&1, 1)) |> Enum.intersperse(","), "]"]

    case query(config, sql, [IO.iodata_to_binary(json)]) do
      {:ok, _written} -> Enum.map(rows, fn {path, _row} -> {path, :ok} end)
      {:error, reason} -> after_refusal(config, sql, rows, reason)
    end
  end

  defp after_refusal(config, sql, [_, _ | _] = rows, reason) do
    if Failure.of_row?(reason) do
      {one, other} = Enum.split(rows, div(length(rows), 2))
      write(config, sql, one) ++ write(config, sql, other)
    else
      Enum.map(rows, fn {path, _row} -> {path, {:error, reason}} end)
    end
  end

  defp after_refusal(_config, _sql, [{path, _row}], reason), do: [{path, {:error, reason}}]

  defp chunks(rows) do
    Enum.chunk_while(rows, {[], 0, 0}, &chunk/2, fn {rows, _count, _bytes} ->
      {:cont, Enum.reverse(rows), nil}
    end)
    |> Enum.reject(&(&1 == []))
  end

  defp chunk({_path, row} = pair, {rows, count, bytes}) do
    size = byte_size(row)

    if rows != [] and (count == @rows_per_statement or bytes + size > @bytes_per_statement),
      do: {:cont, Enum.reverse(rows), {[pair], 1, size}},
      else: {:cont, {[pair | rows], count + 1, bytes + size}}
  end

  @doc "Records that files with the same content were seen, with another time, inode or root."
  @spec touch(Config.t(), Config.table(), pos_integer(), [{String.t(), map()}]) :: :ok | failure()
  def touch(_config, _name, _generation, []), do: :ok

  def touch(config, name, generation, files) do
    {paths, stats} = files |> Enum.sort() |> Enum.unzip()
    times = Enum.map(stats, & &1.mtime_ns)
    inodes = Enum.map(stats, & &1.inode)
    sql = Statement.touch(config.prefix, Table.fetch(name))
    params = [config.codebase_id, generation, paths, times, inodes, config.root]
    with {:ok, _none} <- query(config, sql, params), do: :ok
  end

  @doc "Deletes the rows of paths, and with `:below` of everything below them."
  @spec delete(Config.t(), Config.table(), pos_integer(), [{String.t(), :alone | :below}]) ::
          {:ok, [String.t()]} | failure()
  def delete(config, name, generation, paths) do
    sql = Statement.delete(config.prefix, Table.fetch(name))

    paths
    |> Enum.sort()
    |> Enum.chunk_every(@paths_per_statement)
    |> Enum.reduce_while({:ok, []}, fn chunk, {:ok, deleted} ->
      case query(config, sql, [config.codebase_id, generation | named(chunk)]) do
        {:ok, rows} -> {:cont, {:ok, deleted ++ Enum.map(rows, &hd/1)}}
        failure -> {:halt, failure}
      end
    end)
  end

  defp named(paths) do
    {lows, highs} = Enum.unzip(for {path, :below} <- paths, do: bounds(path))
    [Enum.map(paths, &elem(&1, 0)), lows, highs]
  end

  # "0" follows "/" in the tables' collation, so this is the range of all paths below.
  defp bounds(path), do: {path <> "/", path <> "0"}

  @doc "Removes tombstones that have done their work."
  @spec sweep(Config.t()) :: :ok | failure()
  def sweep(config) do
    sql = Statement.sweep(config.prefix)
    with {:ok, _none} <- query(config, sql, [config.codebase_id]), do: :ok
  end

  @doc "How many rows of the codebase a table holds, by language and parse status."
  @spec counts(Config.t(), Config.table()) ::
          {:ok, [{language :: String.t(), parse_status :: String.t(), pos_integer()}]} | failure()
  def counts(config, name) do
    sql = Statement.counts(config.prefix, Table.fetch(name))

    with {:ok, rows} <- query(config, sql, [config.codebase_id]),
         do: {:ok, Enum.map(rows, &List.to_tuple/1)}
  end

  @doc "The scalar columns of one row."
  @spec record(Config.t(), Config.table(), String.t()) :: {:ok, map() | nil} | failure()
  def record(config, name, path) do
    table = Table.fetch(name)

    case query(config, Statement.record(config.prefix, table), [config.codebase_id, path]) do
      {:ok, [row]} -> {:ok, table |> Table.scalars() |> Enum.zip(row) |> Map.new()}
      {:ok, []} -> {:ok, nil}
      failure -> failure
    end
  end

  defp query(config, sql, params, attempts \\ @attempts)
  defp query(%Config{repo: nil}, _sql, _params, _attempts), do: {:error, :no_repo}

  defp query(config, sql, params, attempts) do
    options = [timeout: config.query_timeout, log: false]

    case Failure.guard(fn -> config.repo.query(sql, params, options) end) do
      {:ok, result} -> {:ok, result.rows || []}
      {:error, reason} -> once_more(config, sql, params, attempts - 1, reason)
    end
  end

  # A pause of random length lets one of the two writers go first.
  defp once_more(config, sql, params, attempts, reason) do
    if attempts > 0 and Failure.of_conflict?(reason) do
      Process.sleep(:rand.uniform(@conflict_pause))
      query(config, sql, params, attempts)
    else
      {:error, reason}
    end
  end
end

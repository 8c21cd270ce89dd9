defmodule ParserEngine.Store do
  @moduledoc false
  # Reads and writes the two tables through a repo's query/3. Rows arrive as JSON text and are
  # typed by PostgreSQL, which costs the client a sixth of what a multi-row insert does and meets
  # no limit on the number of parameters.

  alias ParserEngine.{Config, Error}

  alias ParserEngine.Store.{
    Entry,
    Failure,
    Lease,
    Lookup,
    Query,
    Refusal,
    Root,
    Statement,
    Table,
    Writers
  }

  @rows_per_statement 100
  @bytes_per_statement 8_000_000
  @paths_per_statement 1_000
  # Unique violation.
  @taken "23505"

  @type failure :: {:error, Error.reason()}

  @doc "Taken before a file is read: of two readings, the one with the larger number wins."
  @spec next_generation(Config.t()) :: {:ok, pos_integer()} | failure()
  def next_generation(config) do
    with {:ok, [[generation]]} <- Query.rows(config, Statement.next_generation(config.prefix), []) do
      {:ok, generation}
    end
  end

  @doc "Takes a generation, and tells what each of the codebase's tables knows of some paths."
  @spec look(Config.t(), [String.t()]) :: {:ok, pos_integer(), Lookup.known()} | failure()
  defdelegate look(config, paths), to: Lookup

  @doc "What a table knows of some paths."
  @spec stored(Config.t(), Config.table(), [String.t()]) ::
          {:ok, %{String.t() => Entry.t()}} | failure()
  defdelegate stored(config, name, paths), to: Lookup

  @doc "What a table knows of a path and all below it; everything for an empty path."
  @spec stored_below(Config.t(), Config.table(), String.t()) ::
          {:ok, %{String.t() => Entry.t()}} | failure()
  defdelegate stored_below(config, name, scope), to: Lookup

  @doc """
  Writes rows, given as JSON objects by path, and leaves every newer row alone. Of a row that tells
  the same only the generation is written. The answer tells each path's fate; a row that PostgreSQL
  refuses for its own content harms no other.

  A generation that was not taken for these rows is given beside them. They are written over rows
  that are there, as long as it is the last one that anybody took: the fate of others is
  `{:error, :lost}`.
  """
  @spec upsert(Config.t(), Config.table(), [{String.t(), String.t()}], pos_integer() | nil) ::
          %{String.t() => :ok | failure()}
  def upsert(config, name, rows, last \\ nil) do
    sql = Statement.upsert(config.prefix, Table.fetch(name))

    rows
    |> Map.new()
    |> Enum.sort()
    |> chunks()
    |> Enum.flat_map(&write(config, sql, &1, last))
    |> Map.new()
  end

  defp write(config, sql, rows, last) do
    {paths, texts} = Enum.unzip(rows)
    json = IO.iodata_to_binary(["[", Enum.intersperse(texts, ","), "]"])
    params = [json, config.codebase_id, directories(paths), config.parse_timeout, last]

    case Query.prepared(config, sql, params) do
      {:ok, written} -> Enum.map(paths, &{&1, fate(&1, written, last)})
      {:error, reason} -> after_refusal(config, sql, rows, last, reason)
    end
  end

  # A row that was not written is older than the one that is there.
  defp fate(_path, _written, nil), do: :ok
  defp fate(path, written, _last), do: if([path] in written, do: :ok, else: {:error, :lost})

  defp directories(paths), do: paths |> Enum.flat_map(&above/1) |> Enum.uniq()

  # "a/", "a/b/" for "a/b/c".
  defp above(path) do
    for {at, 1} <- :binary.matches(path, "/"), do: binary_part(path, 0, at + 1)
  end

  defp after_refusal(config, sql, [_, _ | _] = rows, last, reason) do
    if Failure.of_row?(reason) do
      {one, other} = Enum.split(rows, div(length(rows), 2))
      write(config, sql, one, last) ++ write(config, sql, other, last)
    else
      Enum.map(rows, fn {path, _row} -> {path, {:error, reason}} end)
    end
  end

  defp after_refusal(_config, _sql, [{path, _row}], _last, reason), do: [{path, {:error, reason}}]

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

  @doc """
  Records that files with the same content were seen, with their times, inode and root. Answers
  those that have no row with this content any more.
  """
  @spec touch(Config.t(), Config.table(), pos_integer(), [
          {path :: String.t(), hash :: String.t(), stat :: map()}
        ]) :: {:ok, lost :: [String.t()]} | failure()
  def touch(_config, _name, _generation, []), do: {:ok, []}

  def touch(config, name, generation, files) do
    [paths | told] = files |> Enum.sort() |> Enum.map(&touched/1) |> Enum.zip_with(& &1)
    sql = Statement.touch(config.prefix, Table.fetch(name))
    params = [config.codebase_id, generation, paths] ++ told ++ [config.root]

    with {:ok, rows} <- Query.prepared(config, sql, params),
         do: {:ok, paths -- List.flatten(rows)}
  end

  defp touched({path, hash, stat}), do: [path, hash, stat.mtime_ns, stat.ctime_ns, stat.inode]

  @doc """
  Records why files have no row in a table, and takes away the row of an earlier content. A
  comparison then knows such a file like one with a row.
  """
  @spec refuse(Config.t(), Config.table(), pos_integer(), String.t(), [
          {String.t(), Refusal.refused()}
        ]) :: :ok | failure()
  defdelegate refuse(config, name, generation, version, files), to: Refusal, as: :record

  @doc "Why a file has no row in a table; `nil` where nothing refuses it."
  @spec refusals(Config.t(), Config.table(), String.t()) ::
          {:ok, nil | Refusal.t()} | failure()
  defdelegate refusals(config, name, path), to: Refusal, as: :fetch

  @doc "Paths of the rows that have one of these contents, with its hash; of very many only some."
  @spec with_content(Config.t(), Config.table(), [hash :: String.t()]) ::
          {:ok, [{path :: String.t(), hash :: String.t()}]} | failure()
  def with_content(config, name, hashes) do
    sql = Statement.with_content(config.prefix, Table.fetch(name))

    with {:ok, rows} <- Query.rows(config, sql, [config.codebase_id, hashes]),
         do: {:ok, Enum.map(rows, &List.to_tuple/1)}
  end

  @doc """
  Gives rows other paths. They count as outdated until they are written under these; the old paths
  are buried. Where another writer takes one of the new paths at the same moment, no row is renamed.
  """
  @spec rename(Config.t(), Config.table(), pos_integer(), [{old :: String.t(), new :: String.t()}]) ::
          :ok | failure()
  def rename(config, name, generation, pairs) do
    {old, new} = pairs |> Enum.sort() |> Enum.unzip()
    sql = Statement.rename(config.prefix, Table.fetch(name))

    case Query.run(config, sql, [config.codebase_id, generation, old, new]) do
      {:error, {:database, @taken, _words}} -> :ok
      result -> result
    end
  end

  @doc "How many rows of the codebase a table holds, counted no further than `most`."
  @spec count(Config.t(), Config.table(), pos_integer()) :: {:ok, non_neg_integer()} | failure()
  def count(config, name, most) do
    sql = Statement.count(config.prefix, Table.fetch(name))

    with {:ok, [[count]]} <- Query.rows(config, sql, [config.codebase_id, most]),
         do: {:ok, count}
  end

  @doc "Deletes the rows of paths, and with `:below` of everything below them."
  @spec delete(Config.t(), Config.table(), pos_integer(), [{String.t(), :alone | :below}]) ::
          {:ok, [String.t()]} | failure()
  def delete(_config, _name, _generation, []), do: {:ok, []}

  def delete(config, name, generation, paths) do
    chunks = paths |> Enum.sort() |> Enum.chunk_every(@paths_per_statement) |> Enum.map(&named/1)
    table = Table.fetch(name)

    Writers.outlast(config, name, fn
      :first ->
        delete_each(config, Statement.delete(config.prefix, table), generation, chunks)

      :last ->
        delete_each(config, Statement.delete_late(config.prefix, table), generation, chunks)
    end)
  end

  defp delete_each(config, sql, generation, chunks) do
    Enum.reduce_while(chunks, {:ok, []}, fn chunk, {:ok, deleted} ->
      case Query.rows(config, sql, [config.codebase_id, generation | chunk]) do
        {:ok, rows} -> {:cont, {:ok, deleted ++ Enum.map(rows, &hd/1)}}
        failure -> {:halt, failure}
      end
    end)
  end

  defp named(paths) do
    {lows, highs} = Enum.unzip(for {path, :below} <- paths, do: bounds(path))
    [Enum.map(paths, &elem(&1, 0)), lows, highs]
  end

  @doc "The range of all paths below one: \"0\" follows \"/\" in the tables' collation."
  @spec bounds(String.t()) :: {String.t(), String.t()}
  def bounds(path), do: {path <> "/", path <> "0"}

  @doc "Removes tombstones that have done their work, and refusals that a later row has refuted."
  @spec sweep(Config.t()) :: :ok | failure()
  def sweep(config) do
    refusals =
      for name <- config.tables, do: Statement.Refusal.sweep(config.prefix, Table.fetch(name))

    Enum.reduce_while([Statement.sweep(config.prefix) | refusals], :ok, fn sql, :ok ->
      case Query.run(config, sql, [config.codebase_id]) do
        :ok -> {:cont, :ok}
        failure -> {:halt, failure}
      end
    end)
  end

  @doc "Takes or renews the codebase's lease for so many ms, or tells who has it."
  @spec acquire_lease(Config.t(), String.t(), pos_integer()) ::
          {:ok, :held | {:other, holder :: String.t()}} | failure()
  defdelegate acquire_lease(config, holder, milliseconds), to: Lease, as: :acquire

  @doc "Gives the lease back where the holder has it."
  @spec release_lease(Config.t(), String.t()) :: :ok | failure()
  defdelegate release_lease(config, holder), to: Lease, as: :release

  @doc "Who has the codebase's lease now."
  @spec lease_holder(Config.t()) :: {:ok, String.t() | nil} | failure()
  defdelegate lease_holder(config), to: Lease, as: :holder

  @doc """
  The identity of the directory that the tables tell of, `nil` before the first comparison, and how
  many rows there were when another one was suspected first, if that is so.
  """
  @spec known_root(Config.t()) :: {:ok, Root.known()} | failure()
  defdelegate known_root(config), to: Root, as: :known

  @doc "The tables tell of the directory with this identity, and these mounts, from now on."
  @spec accept_root(Config.t(), String.t(), [String.t()]) :: :ok | failure()
  defdelegate accept_root(config, identity, mounts), to: Root, as: :accept

  @doc "What is at the root is suspected of being another codebase, until a directory is accepted."
  @spec suspect_root(Config.t()) :: :ok | failure()
  defdelegate suspect_root(config), to: Root, as: :suspect

  @doc "How many rows of the codebase a table holds, by language and parse status."
  @spec counts(Config.t(), Config.table()) ::
          {:ok, [{language :: String.t(), parse_status :: String.t(), pos_integer()}]} | failure()
  def counts(config, name) do
    sql = Statement.counts(config.prefix, Table.fetch(name))

    with {:ok, rows} <- Query.rows(config, sql, [config.codebase_id]),
         do: {:ok, Enum.map(rows, &List.to_tuple/1)}
  end

  @doc "The scalar columns of one row."
  @spec record(Config.t(), Config.table(), String.t()) :: {:ok, map() | nil} | failure()
  def record(config, name, path) do
    table = Table.fetch(name)

    case Query.rows(config, Statement.record(config.prefix, table), [config.codebase_id, path]) do
      {:ok, [row]} -> {:ok, table |> Table.scalars() |> Enum.zip(row) |> Map.new()}
      {:ok, []} -> {:ok, nil}
      failure -> failure
    end
  end
end

defmodule ParserEngine.Sync do
  @moduledoc """
  Brings the rows of some paths to what is on disk: reads each file once, analyses it once, hands
  both rows to their tables and matches the two results.

  What is done follows from the file when it is looked at, never from an event: a regular file is
  upserted, an absent path is deleted with everything below it, and what cannot be told keeps its
  row.

  Results:

  | result | meaning |
  |---|---|
  | `{:ok, :both_tables}` | both tables tell what is in the file |
  | `{:ok, :code_files_only}`, `{:ok, :codebase_metadata_only}` | the other table failed |
  | `{:error, :both_failed}` | neither could be written |
  | `{:ok, {:configured, [table]}}` | the only configured table was written |
  | `{:ok, :unchanged}` | the rows told it already |
  | `{:ok, :deleted}` | there is no such file any more, and no row |
  | `{:skipped, reason}` | busy, changing, or nothing to index |
  | `{:error, reason}` | nothing could be found out, or the only configured table failed |
  """

  alias ParserEngine.{Analyzer, Config, Error, Fallback, Native, Store}
  alias ParserEngine.Sync.{Outcome, Report}

  @type result ::
          {:ok,
           :both_tables
           | :code_files_only
           | :codebase_metadata_only
           | :unchanged
           | :deleted
           | {:configured, [Config.table()]}}
          | {:skipped, Error.reason()}
          | {:error, Error.reason()}

  # Milliseconds after which an absent file is looked for once more.
  @second_look 50

  @typedoc "A path, and how many ms it must have been left alone to be read."
  @type entry :: {String.t(), non_neg_integer()}

  @doc "Syncs one path, relative to the root."
  @spec path(Config.t(), String.t()) :: Outcome.t()
  def path(config, path) do
    [outcome] = paths(config, [{path, 0}])
    outcome
  end

  @doc "Syncs a batch of paths: one statement per table. The outcomes come in the order given."
  @spec paths(Config.t(), [entry()]) :: [Outcome.t()]
  def paths(_config, []), do: []

  def paths(config, entries) do
    Report.span(config, entries, fn ->
      case Store.next_generation(config) do
        {:ok, generation} -> sync(config, generation, entries)
        {:error, reason} -> unreachable(config, entries, reason)
      end
    end)
  end

  # The tables are out of reach alike, and are told so one by one.
  defp unreachable(config, entries, reason) do
    for {path, _threshold} <- entries do
      Outcome.of_tables(config, path, Map.new(config.tables, &{&1, {:error, reason}}))
    end
  end

  defp sync(config, generation, entries) do
    paths = Enum.map(entries, &elem(&1, 0))
    stored = Map.new(config.tables, &{&1, Store.stored(config, &1, paths)})
    seen = Map.new(observe(config, generation, entries, stored))
    fates = Map.new(config.tables, &{&1, write(config, generation, &1, seen, stored[&1])})
    Enum.map(paths, &outcome(config, &1, seen[&1], fates))
  end

  # One observation a path: {:rows, rows by table}, {:unchanged, stat}, {:gone, :alone | :below},
  # or {:error, reason}.
  defp observe(config, generation, entries, stored) do
    requests = Enum.map(entries, &request(&1, stored))
    seen = look(config, generation, requests)
    gone = for {request, {_path, {:gone, _reach}}} <- Enum.zip(requests, seen), do: request
    seen ++ look_again(config, generation, gone)
  end

  # Git and editors take a file away for a moment when they replace it.
  defp look_again(_config, _generation, []), do: []

  defp look_again(config, generation, requests) do
    Process.sleep(@second_look)
    look(config, generation, requests)
  end

  defp look(config, generation, requests) do
    if Native.loaded?() do
      outcomes = Analyzer.rows(config, generation, requests)
      Enum.zip_with(requests, outcomes, fn request, seen -> {request.path, native(seen)} end)
    else
      Enum.map(requests, &{&1.path, fallback(config, generation, &1)})
    end
  end

  defp request({path, threshold}, stored) do
    %{path: path, busy_threshold: threshold, known_hash: known_hash(path, stored)}
  end

  # A content is known only when all tables hold it, analysed as this version does it.
  defp known_hash(path, stored) do
    case stored |> Map.values() |> Enum.map(&current_hash(&1, path)) |> Enum.uniq() do
      [hash] -> hash
      _several -> nil
    end
  end

  defp current_hash({:ok, rows}, path) do
    case rows do
      %{^path => %{hash: hash, analysis_version: version}} ->
        if version == current_version(), do: hash

      %{} ->
        nil
    end
  end

  defp current_hash({:error, _reason}, _path), do: nil

  defp current_version do
    case Native.analysis_version() do
      version when is_binary(version) -> version
      {:error, :nif_not_loaded} -> Fallback.analysis_version()
    end
  end

  defp native({:ok, rows}) do
    {:rows,
     %{code_files: {:ok, rows.code_files}, codebase_metadata: {:ok, rows.codebase_metadata}}}
  end

  defp native({:unchanged, stat}), do: {:unchanged, stat}
  defp native({:error, reason}), do: missing_row(reason)

  defp fallback(config, generation, request) do
    case Fallback.row(config, generation, request) do
      {:ok, row} ->
        {:rows, %{code_files: {:ok, row}, codebase_metadata: {:error, :nif_not_loaded}}}

      {:unchanged, stat} ->
        {:unchanged, stat}

      {:error, reason} ->
        missing_row(reason)
    end
  end

  # What is no regular file has no row. Below a directory there may be files, below all else not.
  defp missing_row(:enoent), do: {:gone, :below}
  defp missing_row({:not_regular, :directory} = reason), do: {:error, reason}
  defp missing_row({:not_regular, _kind}), do: {:gone, :below}
  defp missing_row(:outside_root), do: {:gone, :below}
  defp missing_row(reason), do: {:error, reason}

  defp rowless?(reason), do: reason in [:binary, {:not_regular, :directory}]

  defp write(_config, _generation, _table, _seen, {:error, reason}), do: {:error, reason}

  defp write(config, generation, table, seen, {:ok, _stored}) do
    rows = for {path, {:rows, %{^table => {:ok, row}}}} <- seen, do: {path, row}
    same = for {path, {:unchanged, stat}} <- seen, do: {path, stat}
    gone = for {path, {:gone, reach}} <- seen, do: {path, reach}
    rowless = for {path, {:error, reason}} <- seen, rowless?(reason), do: {path, :alone}

    %{
      touched: Store.touch(config, table, generation, same),
      upserts: Store.upsert(config, table, rows),
      deletes: Store.delete(config, table, generation, gone ++ rowless)
    }
  end

  defp outcome(config, path, {:rows, rows}, fates),
    do:
      Outcome.of_tables(config, path, Map.new(config.tables, &{&1, fate(&1, path, rows, fates)}))

  defp outcome(config, path, {:gone, _reach}, fates),
    do: Outcome.of_deletion(path, undeleted(config, fates))

  defp outcome(config, path, {:unchanged, _stat}, fates) do
    touched = Map.new(config.tables, &{&1, fates[&1].touched})

    if Enum.all?(touched, &match?({_table, :ok}, &1)),
      do: Outcome.new(path, {:ok, :unchanged}),
      else: Outcome.of_tables(config, path, touched)
  end

  defp outcome(config, path, {:error, reason}, fates) do
    failed = if rowless?(reason), do: undeleted(config, fates), else: %{}

    if failed == %{},
      do: Outcome.new(path, Outcome.without_row(reason)),
      else: Outcome.of_deletion(path, failed)
  end

  defp undeleted(config, fates) do
    for table <- config.tables,
        {:error, reason} <- [deletion(fates[table])],
        into: %{},
        do: {table, reason}
  end

  defp fate(table, path, rows, fates) do
    with {:ok, _row} <- rows[table], %{upserts: upserts} <- fates[table], do: upserts[path]
  end

  defp deletion(%{deletes: deletes}), do: deletes
  defp deletion({:error, reason}), do: {:error, reason}
end

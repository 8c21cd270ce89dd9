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
  | `{:skipped, :root_emptied}` | the tree holds no file any more: nothing is deleted without a word |
  | `{:skipped, :root_replaced}` | another directory is at the root: a comparison decides what is deleted |
  | `{:skipped, :root_missing}` | there is no root: that says nothing about its files |
  | `{:skipped, :unmounted}` | it was on a disk that is not mounted any more |
  | `{:error, reason}` | nothing could be found out, or the only configured table failed |
  """

  alias ParserEngine.{Analyzer, Config, Error, Fallback, OnDisk, Rules, Store}
  alias ParserEngine.Sync.{Known, Outcome, Recent, Removal, Report, Window, Writer}

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

  @doubtful [:gone, :emptied]
  # Milliseconds after which an absent file is looked for once more.
  @pause 50
  # How often files that come and go meanwhile are synced in a row; then they are left to a retry.
  @passes 3
  # With more files, these alone keep all cores busy.
  @few 2

  @typedoc """
  A path, how many ms it must have been left alone to be read, and which look at it this is.

  Git and editors take a file away, or empty it, for a moment when they replace it. So a first look
  changes nothing then: the result is `{:skipped, :gone}` or `{:skipped, :emptied}`, and a last look
  a little later decides.
  """
  @type entry :: {String.t(), non_neg_integer(), :first | :last}

  @doc "How many ms there should be between two looks."
  @spec pause() :: pos_integer()
  def pause, do: @pause

  @doc "Syncs one path, relative to the root, for a caller who waits."
  @spec path(Config.t(), String.t()) :: Outcome.t()
  def path(config, path) do
    [outcome] = settle(config, [path])
    outcome
  end

  @doc "Syncs paths for a caller who waits: with a second look where the first one is not enough."
  @spec settle(Config.t(), [String.t()]) :: [Outcome.t()]
  def settle(config, paths) do
    outcomes = paths(config, Enum.map(paths, &{&1, 0, :first}))

    case for(%{path: path, result: {:skipped, why}} <- outcomes, why in @doubtful, do: path) do
      [] -> outcomes
      doubtful -> settle(config, doubtful, outcomes)
    end
  end

  defp settle(config, doubtful, outcomes) do
    Process.sleep(@pause)
    settled = config |> paths(Enum.map(doubtful, &{&1, 0, :last})) |> Map.new(&{&1.path, &1})
    Enum.map(outcomes, &Map.get(settled, &1.path, &1))
  end

  @doc "Syncs a batch of paths: one statement per table. The outcomes come in the order given."
  @spec paths(Config.t(), [entry()]) :: [Outcome.t()]
  def paths(_config, []), do: []

  def paths(config, entries),
    do: Report.span(config, entries, fn -> sync(config, entries, :steady, @passes) end)

  @doc """
  The same for a process that is in nobody's transaction and told of saves: where there are few
  files, for which somebody may wait, both tables are written at once, and the syntax trees are kept
  for the next save. What the process must know since the last save spares it the look at the tables.
  """
  @spec quickly(Config.t(), [entry()], Recent.told() | nil) :: [Outcome.t()]
  def quickly(config, entries, told \\ nil)

  def quickly(config, [_ | _] = entries, told) when length(entries) <= @few,
    do: Report.span(config, entries, fn -> at_once(config, entries, told) end)

  def quickly(config, entries, _told), do: paths(config, entries)

  defp at_once(config, entries, nil), do: sync(config, entries, :quick, @passes)

  defp at_once(config, entries, told) do
    done = config |> saved_again(entries, told) |> Map.new(&{&1.path, &1})
    others = Enum.reject(entries, fn {path, _threshold, _look} -> is_map_key(done, path) end)
    later = config |> sync(others, :quick, @passes) |> Map.new(&{&1.path, &1})
    for {path, _, _} <- entries, do: done[path] || later[path]
  end

  # The outcomes of those files that are there with another content, and of whose rows nobody else
  # can have written anything since. A database that is away is not waited for twice.
  defp saved_again(config, entries, {generation, known}) do
    seen = observe(config, generation, entries, known, :quick)
    changed = for {path, {:rows, _rows, _reading} = rows} <- seen, do: {path, rows}
    written = Writer.write_last(config, generation, changed)

    for {path, present} <- present(written, changed),
        not overtaken?(config, path, present),
        outcome = remembered(config, path, present, %{}, {generation, :quick}),
        outcome.entry || Outcome.unreachable?(outcome),
        do: outcome
  end

  defp sync(_config, [], _pace, _passes), do: []

  defp sync(config, entries, pace, passes) do
    case Store.look(config, Enum.map(entries, &elem(&1, 0))) do
      {:ok, generation, known} ->
        {outcomes, overtaken} = pass(config, entries, {generation, known}, pace)
        again = Enum.filter(entries, fn {path, _threshold, _look} -> path in overtaken end)
        once_more(config, outcomes, again, pace, passes - 1)

      {:error, reason} ->
        for {path, _, _} <- entries, do: Outcome.unreachable(config, path, reason)
    end
  end

  defp once_more(_config, outcomes, again, _pace, passes) when again == [] or passes == 0,
    do: outcomes

  defp once_more(config, outcomes, again, pace, passes) do
    later = config |> sync(again, pace, passes) |> Map.new(&{&1.path, &1})
    Enum.map(outcomes, &Map.get(later, &1.path, &1))
  end

  # Deletions come last: the row of a path that is gone may be that of a file which was renamed.
  defp pass(config, entries, {generation, _known} = told, pace) do
    found =
      entries
      |> Window.split(fn {path, _threshold, _look} -> Window.size(config, path) end)
      |> Enum.flat_map(&window(config, &1, told, pace))
      |> Map.new()

    found = Removal.spare(config, found)
    removed = Removal.run(config, generation, found)

    outcomes =
      for {path, _, _} <- entries,
          do: remembered(config, path, found[path], removed, {generation, pace})

    {outcomes, for({path, seen} <- found, overtaken?(config, path, seen), do: path)}
  end

  # Generations settle who wins where two syncs write the same row. They do not where one of them
  # saw no row: one that was taken away since, or one that was not there yet when it was deleted.
  defp overtaken?(config, path, {:present, {kind, _reading}, fates}) do
    Enum.any?(fates, &match?({_table, {:error, :lost}}, &1)) or
      (kind == :changed and OnDisk.gone?(config.root, path))
  end

  defp overtaken?(_config, _path, _seen), do: false

  # Each path with what was found: {:present, what was noted, fates by table}, {:gone, :alone | :below},
  # or {:error, reason}. The rows are written and forgotten.
  defp window(config, entries, {generation, known}, pace) do
    {present, others} =
      config
      |> observe(generation, entries, known, pace)
      |> Enum.split_with(fn {_path, seen} -> Writer.writes?(seen) end)

    others ++ present(Writer.write(config, generation, present, known, pace), present)
  end

  defp present(written, seen) do
    for {path, seen} <- seen do
      fates = Map.new(written, fn {table, fates} -> {table, fates[path]} end)
      {path, {:present, Writer.noted(seen), fates}}
    end
  end

  # One observation a path: `t:Writer.seen/0`, {:gone, :alone | :below}, or {:error, reason}.
  defp observe(config, generation, entries, known, pace) do
    requests = Enum.map(entries, &request(config, &1, known, pace))
    config |> look(generation, requests) |> Enum.zip_with(requests, &doubt/2)
  end

  defp doubt({path, {:gone, _reach}}, %{look: :first}), do: {path, {:error, :gone}}
  defp doubt(seen, _request), do: seen

  defp look(config, generation, requests) do
    case Rules.lazy(config) do
      {:ok, rules} -> read(config, generation, Enum.map(requests, &Map.put(&1, :rules, rules)))
      {:error, :nif_not_loaded} -> read_plainly(config, generation, requests)
      {:error, _reason} = failure -> Enum.map(requests, &{&1.path, failure})
    end
  end

  defp read(config, generation, requests) do
    outcomes = Analyzer.rows(config, generation, requests)

    Enum.zip_with(requests, outcomes, fn request, seen ->
      {request.path, seen |> emptied(request) |> native()}
    end)
  end

  defp read_plainly(config, generation, requests),
    do: Enum.map(requests, &{&1.path, fallback(Fallback.row(config, generation, &1))})

  defp emptied({:ok, %{stat: %{size: 0}}}, %{look: :first, filled?: true}), do: {:error, :emptied}
  defp emptied(seen, _request), do: seen

  defp request(config, {path, threshold, look}, known, pace) do
    %{
      path: path,
      busy_threshold: threshold,
      look: look,
      known_hash: Known.hash(known, path, config),
      filled?: Known.filled?(known, path),
      keep_tree: pace == :quick
    }
  end

  defp native({:ok, rows}) do
    written = %{
      code_files: {:ok, rows.code_files},
      codebase_metadata: {:ok, rows.codebase_metadata}
    }

    {:rows, written, Map.take(rows, [:hash, :stat])}
  end

  defp native({:error, reason}), do: missing_row(reason)
  defp native(seen), do: seen

  defp fallback({:ok, row, reading}),
    do: {:rows, %{code_files: {:ok, row}, codebase_metadata: {:error, :nif_not_loaded}}, reading}

  defp fallback({:error, reason}), do: missing_row(reason)
  defp fallback(seen), do: seen

  # What is no regular file has no row. Below a directory there may be files, below all else not.
  defp missing_row(:enoent), do: {:gone, :below}
  defp missing_row({:not_regular, :directory} = reason), do: {:error, reason}
  defp missing_row({:not_regular, _kind}), do: {:gone, :below}
  defp missing_row(:outside_root), do: {:gone, :below}
  defp missing_row(reason), do: {:error, reason}

  # With what only the watcher keeps.
  defp remembered(config, path, found, removed, {generation, pace}) do
    outcome = outcome(config, path, found, removed)
    entry = if pace == :quick, do: Known.entry(config, found)
    %{outcome | generation: generation, entry: entry}
  end

  defp outcome(config, path, {:present, {kind, _reading}, fates}, _removed),
    do: Outcome.of_file(config, path, kind, fates)

  defp outcome(_config, path, {:gone, _reach}, removed),
    do: Outcome.of_deletion(path, {:ok, :deleted}, removed)

  defp outcome(_config, path, {:error, reason} = found, removed) do
    result = Outcome.without_row(reason)

    if Removal.doomed(found),
      do: Outcome.of_deletion(path, result, removed),
      else: Outcome.new(path, result)
  end
end

defmodule ParserEngine.Doctor.Files do
  @moduledoc false
  # What is found out about files that belong to the codebase: from the tables, from the watcher,
  # and by reading each, since size and times are no proof.

  alias ParserEngine.{
    Analyzer,
    CodeFileWatcher,
    Config,
    Error,
    Migration,
    Reconcile,
    Store
  }

  alias ParserEngine.Doctor.{Finding, Judgement}
  alias ParserEngine.Store.Entry

  @typedoc "What each table knows of some paths."
  @type stored :: %{Config.table() => %{String.t() => Entry.t()}}

  # Files whose analyses are in memory at the same time.
  @at_once 16
  # What the work that waits will mend.
  @wanting [:stale, :no_row, :one_table]

  @doc "Whether there are tables to ask."
  @spec tables(Config.t()) :: :ok | {:error, Error.reason()}
  def tables(%{repo: nil}), do: {:error, :no_repo}
  def tables(config), do: Migration.verify(config.repo, prefix: config.prefix)

  @doc "What the tables know of a path and all below it."
  @spec stored(Config.t(), String.t()) :: {:ok, stored()} | {:error, Error.reason()}
  def stored(config, path) do
    Enum.reduce_while(config.tables, {:ok, %{}}, fn table, {:ok, stored} ->
      case Store.stored_below(config, table, path) do
        {:ok, entries} -> {:cont, {:ok, Map.put(stored, table, entries)}}
        failure -> {:halt, failure}
      end
    end)
  end

  @doc "The paths with a row, sorted."
  @spec paths(stored()) :: [String.t()]
  def paths(stored) do
    rows = for {_table, entries} <- stored, {path, %{refusal: nil}} <- entries, do: path
    rows |> Enum.uniq() |> Enum.sort()
  end

  @doc """
  One finding a file. Where rows are wanting they may be written just now, so the tables are asked
  once more, after the watcher has said what is under way.
  """
  @spec findings(Config.t(), String.t(), [Reconcile.entry()], stored()) :: [Finding.t()]
  def findings(config, scope, files, stored) do
    version = Analyzer.version(config)
    read = files |> Enum.chunk_every(@at_once) |> Enum.flat_map(&read(config, &1, stored))
    judge = &judge(config, read, &1, version)
    first = judge.(stored)

    with [_ | _] = wanting <- for(finding <- first, wanting?(finding), do: finding.path),
         under_way = under_way(config, wanting),
         {:ok, later} <- stored(config, scope) do
      later |> judge.() |> Enum.map(&under_way(&1, wanting?(&1), under_way))
    else
      _nothing_to_add -> first
    end
  end

  defp judge(config, read, stored, version) do
    for {{path, _stat} = file, reading} <- read,
        do: Judgement.of_file(config, file, entries(stored, path), reading, version)
  end

  defp entries(stored, path),
    do: Map.new(stored, fn {table, entries} -> {table, entries[path]} end)

  defp read(config, files, stored) do
    requests = Enum.map(files, &request(&1, stored))
    readings = Enum.zip_with(Analyzer.rows(config, 0, requests), requests, &reading/2)
    Enum.zip(files, readings)
  end

  # The rows that come with the answer are not written: the generation does not matter.
  defp request({path, _stat}, stored) do
    hash = stored |> entries(path) |> Judgement.known_hash()
    %{path: path, known_hash: hash, busy_threshold: 0}
  end

  defp reading({:unchanged, _stat}, request), do: {:ok, request.known_hash}
  defp reading({:ok, rows}, _request), do: {:ok, rows.hash}
  defp reading({:binary, %{hash: hash}}, _request), do: {:binary, hash}
  defp reading({:error, reason}, _request), do: {:error, reason}

  defp wanting?(finding), do: finding.reason in @wanting

  # Of the watcher of this very codebase: another one has other files of the same names.
  defp under_way(%{codebase_id: codebase_id} = config, paths) do
    watcher = Config.watcher(config)

    with {:ok, %{codebase_id: ^codebase_id, role: role}} <- CodeFileWatcher.status(watcher),
         {:ok, waiting} <- CodeFileWatcher.pending(watcher, paths) do
      if role == :standby,
        do: Map.new(paths, &{&1, :standby}),
        else: Map.new(waiting, &{&1, :pending})
    else
      _not_watching -> %{}
    end
  end

  defp under_way(%{path: path} = finding, true, reasons) when is_map_key(reasons, path),
    do: %{finding | reason: reasons[path]}

  defp under_way(finding, _wanting?, _reasons), do: finding
end

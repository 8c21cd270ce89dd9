defmodule ParserEngine.Doctor.Files do
  @moduledoc false
  # What is found out about files that belong to the codebase: from the tables, from the watcher,
  # and by reading each, since size and time are no proof.

  alias ParserEngine.{
    Analyzer,
    CodeFileWatcher,
    Config,
    Error,
    Migration,
    Native,
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
  @mended [:stale, :no_row, :one_table]

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

  @doc "One finding a file."
  @spec findings(Config.t(), [Reconcile.entry()], stored()) :: [Finding.t()]
  def findings(config, files, stored) do
    version = Native.analysis_version()

    files
    |> Enum.chunk_every(@at_once)
    |> Enum.flat_map(&examine(config, &1, stored, version))
    |> pending(config)
  end

  defp examine(config, files, stored, version) do
    known = for {path, _size, _time, _inode} <- files, do: entries(stored, path)
    requests = Enum.zip_with(files, known, &request/2)
    readings = Enum.zip_with(Analyzer.rows(config, 0, requests), requests, &reading/2)

    Enum.zip_with([files, known, readings], fn [file, entries, reading] ->
      Judgement.of_file(config, file, entries, reading, version)
    end)
  end

  defp entries(stored, path),
    do: Map.new(stored, fn {table, entries} -> {table, entries[path]} end)

  # The rows that come with the answer are not written: the generation does not matter.
  defp request({path, _size, _time, _inode}, entries),
    do: %{path: path, known_hash: Judgement.known_hash(entries), busy_threshold: 0}

  defp reading({:unchanged, _stat}, request), do: {:ok, request.known_hash}
  defp reading({:ok, rows}, _request), do: {:ok, rows.hash}
  defp reading({:binary, %{hash: hash}}, _request), do: {:binary, hash}
  defp reading({:error, reason}, _request), do: {:error, reason}

  defp pending(findings, config) do
    mended = for finding <- findings, finding.reason in @mended, do: finding.path

    case CodeFileWatcher.pending(Config.watcher(config), mended) do
      {:ok, waiting} -> waiting |> MapSet.new() |> marked(findings)
      {:error, _not_watching} -> findings
    end
  end

  defp marked(waiting, findings) do
    for finding <- findings,
        do: if(finding.path in waiting, do: %{finding | reason: :pending}, else: finding)
  end
end

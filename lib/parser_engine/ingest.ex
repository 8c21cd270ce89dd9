defmodule ParserEngine.Ingest do
  @moduledoc false
  # A whole codebase: compare, then sync what differs, several batches at a time. Every batch
  # commits by itself, so that an ingestion that was killed goes on where it was.

  require Logger

  alias ParserEngine.{
    CodeGraph,
    Config,
    Error,
    Migration,
    Reconcile,
    SearchIndex,
    Store,
    Sync,
    Telemetry
  }

  alias ParserEngine.Ingest.Summary

  @typedoc "Called in the caller's process as the work proceeds."
  @type progress ::
          ({:planned, Reconcile.t()} | {:synced, [Sync.Outcome.t()]} -> term())

  @doc """
  Brings both tables to what is in the tree.

  Options: `:progress`, `:only` (a path below the root), `:dry_run` (compare only), `:verify` (read
  every file, whatever its time says), `:allow_mass_delete` (delete rows even where most files seem
  to be gone).
  """
  @spec run(Config.t(), keyword()) :: {:ok, Summary.t()} | {:error, Error.reason()}
  def run(config, options \\ []) do
    metadata = %{codebase_id: config.codebase_id}

    Telemetry.span([:parser_engine, :ingest], metadata, fn ->
      result = ingest(config, options)
      {result, Map.put(metadata, :files, files(result))}
    end)
  end

  defp files({:ok, summary}), do: summary.files
  defp files({:error, _reason}), do: 0

  defp ingest(config, options) do
    started = System.monotonic_time(:millisecond)
    progress = Keyword.get(options, :progress, fn _step -> :ok end)
    compared = Keyword.take(options, [:dry_run, :verify, :allow_mass_delete])

    with :ok <- Migration.verify(config.repo, prefix: config.prefix),
         {:ok, plan} <- Reconcile.plan(config, Keyword.get(options, :only, ""), compared) do
      progress.({:planned, plan})
      summary = Summary.new(plan)

      if options[:dry_run],
        do: {:ok, summary},
        else: carry_out(config, plan, summary, progress, {started, options[:only] || ""})
    end
  end

  # Rows are deleted last: those of renamed files have other paths by then.
  defp carry_out(config, plan, summary, progress, {started, scope}) do
    with :ok <- Reconcile.judge_root(config, plan),
         {:ok, paths} <- in_turn(config, plan.changed),
         summary = sync(config, paths, summary, progress),
         {:ok, back} <- back(config, plan.absent, scope),
         summary = sync(config, back, summary, fn _step -> :ok end),
         gone = plan.absent -- back,
         :ok <- Reconcile.remove_absent(config, %{plan | absent: gone}) do
      {graph, search} = followers(config)
      summary = %{summary | absent: length(gone), graph: graph, search: search}
      snapshot(config)
      {:ok, Summary.finish(summary, System.monotonic_time(:millisecond) - started)}
    end
  end

  # Either waits for PostgreSQL half of its time.
  defp followers(config) do
    search = Task.async(fn -> search(config) end)
    {graph(config), Task.await(search, :infinity)}
  end

  defp graph(config), do: if(CodeGraph.kept?(config), do: CodeGraph.run(config))

  defp search(config), do: if(SearchIndex.kept?(config), do: SearchIndex.run(config))

  # What trends are made of is no reason to fail.
  defp snapshot(config) do
    with true <- :codebase_metadata in config.tables,
         {:error, reason} <- Store.Snapshot.take(config),
         do: Logger.warning("no snapshot for trends: #{Error.message(reason)}")
  end

  # The second look at what was absent: much may have happened while the others were synced.
  defp back(_config, [], _scope), do: {:ok, []}

  defp back(config, absent, scope) do
    with {:ok, entries, _report} <- Reconcile.Scan.run(config, scope) do
      there = MapSet.new(entries, &elem(&1, 0))
      {:ok, Enum.filter(absent, &(&1 in there))}
    end
  end

  # Whoever leads brings the same files up to date from the other end: the two meet in the middle,
  # for what has been done by then is known and not done again.
  defp in_turn(config, paths) do
    case Store.lease_holder(config) do
      {:ok, nil} -> {:ok, paths}
      {:ok, _somebody} -> {:ok, Enum.reverse(paths)}
      failure -> failure
    end
  end

  defp sync(config, paths, summary, progress) do
    config
    |> outcomes(paths)
    |> Enum.reduce(summary, fn outcomes, summary ->
      progress.({:synced, outcomes})
      Summary.add(summary, outcomes)
    end)
  end

  # A stream: what a batch holds is freed before the next one begins.
  defp outcomes(config, paths) do
    paths
    |> Stream.chunk_every(config.batch_size)
    |> Task.async_stream(&Sync.settle(config, &1),
      max_concurrency: config.concurrency,
      ordered: false,
      timeout: :infinity
    )
    |> Stream.map(fn {:ok, outcomes} -> outcomes end)
  end
end

defmodule ParserEngine.Ingest do
  @moduledoc false
  # A whole codebase: compare, then sync what differs, several batches at a time. Every batch
  # commits by itself, so that an ingestion that was killed goes on where it was.

  alias ParserEngine.{Config, Error, Migration, Reconcile, Sync, Telemetry}
  alias ParserEngine.Ingest.Summary

  @typedoc "Called in the caller's process as the work proceeds."
  @type progress :: ({:planned, Reconcile.t()} | {:synced, [Sync.Outcome.t()]} -> term())

  @doc """
  Brings both tables to what is in the tree.

  Options: `:progress`, `:dry_run` (compare only), `:only` (a path below the root).
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

    with :ok <- Migration.verify(config.repo, prefix: config.prefix),
         {:ok, plan} <- Reconcile.plan(config, Keyword.get(options, :only, "")) do
      progress.({:planned, plan})
      summary = Summary.new(plan)

      if options[:dry_run],
        do: {:ok, summary},
        else: carry_out(config, plan, summary, progress, started)
    end
  end

  defp carry_out(config, plan, summary, progress, started) do
    with :ok <- Reconcile.remove_absent(config, plan) do
      summary =
        config
        |> outcomes(plan.changed)
        |> Enum.reduce(summary, fn outcomes, summary ->
          progress.({:synced, outcomes})
          Summary.add(summary, outcomes)
        end)

      {:ok, Summary.finish(summary, System.monotonic_time(:millisecond) - started)}
    end
  end

  # A stream: what a batch holds is freed before the next one begins.
  defp outcomes(config, paths) do
    paths
    |> Stream.chunk_every(config.batch_size)
    |> Task.async_stream(&Sync.paths(config, Enum.map(&1, fn path -> {path, 0} end)),
      max_concurrency: config.concurrency,
      ordered: false,
      timeout: :infinity
    )
    |> Stream.map(fn {:ok, outcomes} -> outcomes end)
  end
end

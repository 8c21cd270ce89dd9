defmodule ParserEngine.Sync.Report do
  @moduledoc false
  # Tells the log and telemetry what a sync did.

  alias ParserEngine.{Config, Error, Telemetry}
  alias ParserEngine.Sync.Outcome

  require Logger

  @doc "Runs a sync between its telemetry events and logs each outcome."
  @spec span(Config.t(), [ParserEngine.Sync.entry()], (() -> [Outcome.t()])) :: [Outcome.t()]
  def span(config, entries, sync) do
    metadata = %{codebase_id: config.codebase_id, count: length(entries)}

    Telemetry.span([:parser_engine, :sync], metadata, fn ->
      started = System.monotonic_time()
      outcomes = sync.()
      duration = System.monotonic_time() - started
      log(outcomes)
      for outcome <- outcomes, do: emit(outcome, milliseconds(duration))
      results = Enum.frequencies_by(outcomes, & &1.result)
      {outcomes, Map.merge(metadata, %{results: results, outcomes: outcomes})}
    end)
  end

  defp milliseconds(duration), do: System.convert_time_unit(duration, :native, :millisecond)

  # Lines that name no file are the same for all files of a batch: once is enough.
  defp log(outcomes) do
    lines = for outcome <- outcomes, do: line(outcome, Path.basename(outcome.path))
    for {level, text} <- Enum.uniq(lines), do: Logger.log(level, "[CodeFileWatcher] " <> text)
  end

  defp line(%{result: {:ok, :both_tables}}, file),
    do: {:debug, "✓✓ Dual-sync success for #{file}"}

  defp line(
         %{result: {:ok, :code_files_only}, tables: %{codebase_metadata: {:error, reason}}},
         _
       ),
       do: {:warning, "✓✗ code_files OK, codebase_metadata failed: #{inspect(reason)}"}

  defp line(%{result: {:ok, :codebase_metadata_only}, tables: %{code_files: failed}}, _file),
    do: {:warning, "✗✓ code_files failed, codebase_metadata OK: #{inspect(failed)}"}

  defp line(%{result: {:error, :both_failed}, tables: tables}, _file) do
    %{code_files: {:error, one}, codebase_metadata: {:error, other}} = tables

    {:error,
     "✗✗ Both tables failed - code_files: #{inspect(one)}, codebase_metadata: #{inspect(other)}"}
  end

  defp line(%{result: {:skipped, :busy}}, file),
    do: {:debug, "⏭ Skipped #{file} - file is busy (being written)"}

  defp line(%{result: {:skipped, reason}}, file),
    do: {:debug, "⏭ Skipped #{file} - #{Error.message(reason)}"}

  defp line(%{result: {:error, reason}}, file),
    do: {:error, "✗ #{file} failed: #{Error.message(reason)}"}

  defp line(%{result: {:ok, done}}, file), do: {:debug, "#{file}: #{inspect(done)}"}

  # The event that the seed document names, in its words.
  defp emit(outcome, duration_ms) do
    Telemetry.execute(
      [:singularity, :file_watcher, :sync],
      %{duration_ms: duration_ms, result: result(outcome.result)},
      %{file: Path.basename(outcome.path), tables: tables(outcome.result)}
    )
  end

  defp result({:ok, _}), do: :success
  defp result({:skipped, _}), do: :skipped
  defp result({:error, _}), do: :failure

  defp tables({:ok, :both_tables}), do: :both
  defp tables({:ok, :code_files_only}), do: :code_files
  defp tables({:ok, :codebase_metadata_only}), do: :codebase_metadata
  defp tables({:ok, {:configured, [table]}}), do: table
  defp tables(_none), do: :none
end

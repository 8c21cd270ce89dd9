defmodule ParserEngine.CodeFileWatcher.Verdict do
  @moduledoc false
  # What an outcome means for the job that had it, and for how long a file counts as busy.

  alias ParserEngine.CodeFileWatcher.{Jobs, Source}
  alias ParserEngine.Config
  alias ParserEngine.Sync.Outcome

  @changing_delay 100

  @doc "How many ms a file must have been left alone after an event. On close it has been."
  @spec busy_threshold(Config.t()) :: non_neg_integer()
  def busy_threshold(%{debounce: :on_close}), do: 0
  def busy_threshold(%{busy_threshold: threshold}), do: threshold

  @doc "The threshold for a look at `now`: at the ceiling even a busy file is read."
  @spec threshold(Jobs.item(), Config.t(), integer()) :: non_neg_integer()
  def threshold(item, config, now) do
    if now - item.first_seen >= Source.ceiling(config), do: 0, else: item.threshold
  end

  @doc "Whether and when the job runs again."
  @spec of(Outcome.t(), Jobs.item(), Config.t()) :: Jobs.verdict()
  def of(%Outcome{result: {:skipped, :busy}}, item, config),
    do: {:later, item.threshold |> min(Source.ceiling(config)) |> max(1)}

  def of(%Outcome{result: {:skipped, :changing}}, _item, _config), do: {:later, @changing_delay}

  def of(outcome, item, config) do
    if Outcome.retryable?(outcome) and item.attempts < config.max_retries,
      do: {:retry, config.retry_delay},
      else: :done
  end

  @doc "Whether a table lacks what could be read: that is not forgotten after the last attempt."
  @spec repairable?(Outcome.t()) :: boolean()
  def repairable?(%Outcome{tables: tables, result: result} = outcome),
    do: Outcome.retryable?(outcome) and (tables != %{} or of_database?(result))

  defp of_database?({:error, {:database, _code, _text}}), do: true
  defp of_database?({:error, {:database_unavailable, _text}}), do: true
  defp of_database?(_result), do: false
end

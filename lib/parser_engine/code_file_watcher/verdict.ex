defmodule ParserEngine.CodeFileWatcher.Verdict do
  @moduledoc false
  # What an outcome means for the job that had it, and for how long a file counts as busy.

  alias ParserEngine.CodeFileWatcher.{Jobs, Source}
  alias ParserEngine.{Config, Sync}
  alias ParserEngine.Sync.Outcome

  @changing_delay 100

  @doc "How many ms a file must have been left alone after an event. On close it has been."
  @spec busy_threshold(Config.t()) :: non_neg_integer()
  def busy_threshold(%{debounce: :on_close}), do: 0
  def busy_threshold(%{busy_threshold: threshold}), do: threshold

  @doc "What to ask of a sync for a job that starts at `now`."
  @spec entry(Jobs.path(), Jobs.item(), Config.t(), integer()) :: Sync.entry()
  def entry(path, item, config, now) do
    threshold = if forced?(item, config, now), do: 0, else: item.threshold
    {path, threshold, item.look}
  end

  @doc "Whether a file that was found busy is read all the same, because the ceiling has come."
  @spec forced?(Jobs.item(), Config.t(), integer()) :: boolean()
  def forced?(item, config, now),
    do: item.busy? and now - item.first_seen >= Source.ceiling(config)

  @doc "Whether and when the job runs again."
  @spec of(Outcome.t(), Jobs.item(), Config.t()) :: Jobs.verdict()
  def of(%Outcome{result: {:skipped, :busy}}, item, config),
    do: {:busy, item.threshold |> min(Source.ceiling(config)) |> max(1)}

  def of(%Outcome{result: {:skipped, :changing}}, _item, _config), do: {:later, @changing_delay}

  def of(%Outcome{result: {:skipped, :gone}}, _item, _config), do: {:second_look, Sync.pause()}

  # Some writers empty a file long before they fill it.
  def of(%Outcome{result: {:skipped, :emptied}}, item, config),
    do: {:second_look, if(item.awaited?, do: Sync.pause(), else: Source.quiet(config))}

  def of(outcome, item, config) do
    if Outcome.retryable?(outcome) and item.attempts < config.max_retries,
      do: {:retry, config.retry_delay},
      else: :done
  end

  @doc "The reason why a table could not be written, or nothing could be found out."
  @spec reason(Outcome.t()) :: ParserEngine.Error.reason() | nil
  def reason(%Outcome{tables: tables, result: result}) do
    failed = for {_table, {:error, reason}} <- tables, do: reason
    List.first(failed ++ for({:error, reason} <- [result], do: reason))
  end

  @doc "Whether a table does not tell what is in the file, or nothing could be found out."
  @spec failure?(Outcome.t()) :: boolean()
  def failure?(outcome), do: reason(outcome) != nil

  @doc "Whether a table lacks what could be read: that is not forgotten after the last attempt."
  @spec repairable?(Outcome.t()) :: boolean()
  def repairable?(%Outcome{tables: tables, result: result} = outcome),
    do: Outcome.retryable?(outcome) and (tables != %{} or of_database?(result))

  defp of_database?({:error, {:database, _code, _text}}), do: true
  defp of_database?({:error, {:database_unavailable, _text}}), do: true
  defp of_database?(_result), do: false
end

defmodule ParserEngine.CodeFileWatcher.Health do
  @moduledoc false
  # How many syncs of the last while have failed, and whether that is too many: counts per second
  # in a queue, the clock is passed in.

  alias ParserEngine.Config

  # Fewer syncs than these say nothing about a rate.
  @enough 10

  @enforce_keys [:window, :threshold]
  defstruct @enforce_keys ++ [seconds: :queue.new(), syncs: 0, failures: 0, alert?: false]

  @type t :: %__MODULE__{
          window: pos_integer(),
          threshold: float(),
          seconds: :queue.queue({integer(), pos_integer(), non_neg_integer()}),
          syncs: non_neg_integer(),
          failures: non_neg_integer(),
          alert?: boolean()
        }

  @doc "Nothing has happened yet."
  @spec new(Config.t()) :: t()
  def new(config),
    do: %__MODULE__{window: config.alert_window, threshold: config.alert_threshold}

  @doc "So many syncs more, of which so many failed."
  @spec add(t(), non_neg_integer(), non_neg_integer(), integer()) :: t()
  def add(health, 0, 0, _now), do: health

  def add(health, syncs, failures, now) do
    %{
      health
      | seconds: count(health.seconds, div(now, 1_000), syncs, failures),
        syncs: health.syncs + syncs,
        failures: health.failures + failures
    }
    |> forget(now)
    |> judge()
  end

  defp count(seconds, second, syncs, failures) do
    case :queue.peek_r(seconds) do
      {:value, {^second, earlier_syncs, earlier_failures}} ->
        entry = {second, earlier_syncs + syncs, earlier_failures + failures}
        :queue.in(entry, :queue.drop_r(seconds))

      _other ->
        :queue.in({second, syncs, failures}, seconds)
    end
  end

  @doc "Without what lies further back than the window."
  @spec forget(t(), integer()) :: t()
  def forget(health, now) do
    case :queue.peek(health.seconds) do
      {:value, {second, syncs, failures}} when second * 1_000 < now - health.window ->
        forget(
          %{
            health
            | seconds: :queue.drop(health.seconds),
              syncs: health.syncs - syncs,
              failures: health.failures - failures
          },
          now
        )

      _recent_or_none ->
        health
    end
  end

  # Raised by too many failures; only successes end it, not that nothing happens.
  defp judge(%{syncs: syncs} = health) when syncs < @enough and not health.alert?, do: health
  defp judge(health), do: %{health | alert?: 1 - success_rate(health) > health.threshold}

  @doc "The share of syncs within the window that succeeded; `nil` where there were none."
  @spec success_rate(t()) :: float() | nil
  def success_rate(%{syncs: 0}), do: nil
  def success_rate(%{syncs: syncs, failures: failures}), do: (syncs - failures) / syncs
end

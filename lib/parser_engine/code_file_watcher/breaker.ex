defmodule ParserEngine.CodeFileWatcher.Breaker do
  @moduledoc false
  # A circuit breaker before the database: open while the database is away, so that nothing is
  # started but one probe at a time. A pure value; the clock and a random number are passed in.
  #
  # Whatever finds the database out of reach is a reason for a probe; only a probe that fails opens
  # it, so that a statement which takes too long, or a table that alone fails, does not. The first
  # probes are `retry_delay` apart, `max_retries` of them; then the pauses grow up to 30 s, each of
  # random length between `retry_delay` and three times the pause before, lest many instances knock
  # at the same moment.

  alias ParserEngine.{Config, Error}

  @longest 30_000

  @enforce_keys [:retry_delay, :max_retries]
  defstruct @enforce_keys ++ [state: :closed, failures: 0, pause: 0, reason: nil]

  @type t :: %__MODULE__{
          retry_delay: pos_integer(),
          max_retries: non_neg_integer(),
          state: :closed | {:open, probe_at :: integer()} | :probing,
          failures: non_neg_integer(),
          pause: non_neg_integer(),
          reason: Error.reason() | nil
        }

  @doc "Closed: the database is taken to be there."
  @spec new(Config.t()) :: t()
  def new(%{retry_delay: delay, max_retries: retries}),
    do: %__MODULE__{retry_delay: delay, max_retries: retries}

  @doc """
  A probe has failed: the breaker is open until the next one is due. `random` is from 0 to 1.
  """
  @spec failed(t(), Error.reason(), integer(), float()) :: t()
  def failed(breaker, reason, now, random) do
    pause = pause(breaker, random)
    failures = breaker.failures + 1
    %{breaker | state: {:open, now + pause}, failures: failures, pause: pause, reason: reason}
  end

  defp pause(%{failures: failures, max_retries: retries, retry_delay: delay}, _random)
       when failures < retries,
       do: delay

  defp pause(%{retry_delay: delay, pause: pause}, random) do
    longest = (3 * max(pause, delay)) |> min(@longest) |> max(delay)
    delay + round(random * (longest - delay))
  end

  @doc "A probe is on its way."
  @spec probe(t()) :: t()
  def probe(breaker), do: %{breaker | state: :probing}

  @doc "The database has answered. What failed before counts until a batch has landed."
  @spec close(t()) :: t()
  def close(breaker), do: %{breaker | state: :closed, reason: nil}

  @doc "A batch has landed."
  @spec succeeded(t()) :: t()
  def succeeded(breaker), do: %{close(breaker) | failures: 0, pause: 0}

  @doc "Whether work may be started."
  @spec closed?(t()) :: boolean()
  def closed?(breaker), do: breaker.state == :closed

  @doc "Whether the database is known to be away."
  @spec away?(t()) :: boolean()
  def away?(breaker), do: breaker.reason != nil

  @doc "When the next probe is due."
  @spec probe_at(t()) :: integer() | nil
  def probe_at(%{state: {:open, probe_at}}), do: probe_at
  def probe_at(_breaker), do: nil

  @doc "Whether the database is away for longer than a caller waits for."
  @spec exhausted?(t()) :: boolean()
  def exhausted?(breaker), do: away?(breaker) and breaker.failures > breaker.max_retries
end

defmodule ParserEngine.CodeFileWatcher.Status do
  @moduledoc """
  What a watcher is doing, for `ParserEngine.status/1`. Everything is counted when it is asked for.

  | key | meaning |
  |---|---|
  | `codebase_id` | which codebase |
  | `role` | `:leader` does the work; a `:standby` watches, and takes over when the leader ends; so does who has lost its lease while the database was away |
  | `mode` | `:native`, `:polling`, or `:mixed`: some directories are polled |
  | `watches`, `polled` | directories that are watched, and that are polled |
  | `dirty` | paths that wait to be synced, wherever they wait |
  | `running` | paths that are being synced |
  | `reconciling` | whether a comparison runs, is wanted, or has its second look before it |
  | `last_reconcile` | when the last comparison ended, and what it found; `nil` before the first |
  | `suspect` | whether that one found so many files gone that their rows are kept |
  | `degraded` | what the watch does not see: reason, sentence, since when |
  | `database` | `:up`, or `:away` while it does not answer |
  | `success_rate` | share of the syncs within `alert_window` that succeeded, or `nil` for none |
  """

  alias ParserEngine.CodeFileWatcher.{Breaker, Comparison, Health, InFlight, Jobs, Source, Work}

  @type t :: %{
          codebase_id: String.t(),
          role: :leader | :standby,
          mode: :native | :mixed | :polling,
          watches: non_neg_integer(),
          polled: non_neg_integer(),
          dirty: non_neg_integer(),
          running: non_neg_integer(),
          reconciling: boolean(),
          last_reconcile:
            nil
            | %{
                at: DateTime.t(),
                changed: non_neg_integer(),
                absent: non_neg_integer(),
                current: non_neg_integer()
              },
          suspect: boolean(),
          degraded: [%{reason: term(), sentence: String.t(), since: DateTime.t()}],
          database: :up | :away,
          success_rate: float() | nil
        }

  @doc false
  @spec of(Work.t(), integer()) :: t()
  def of(work, now) do
    watch = Source.status(work.source)

    %{
      codebase_id: work.config.codebase_id,
      role: work.lease.role,
      mode: watch.mode,
      watches: watch.watches,
      polled: watch.polled,
      dirty: Work.waiting(work) + watch.pending,
      running: Jobs.running(work.jobs),
      reconciling: reconciling?(work),
      last_reconcile: last(work.comparison.last),
      suspect: suspect?(work.comparison.last),
      degraded: Map.values(work.degraded),
      database: if(Breaker.away?(work.breaker), do: :away, else: :up),
      success_rate: work.health |> Health.forget(now) |> Health.success_rate()
    }
  end

  defp reconciling?(work) do
    InFlight.running?(work.in_flight, :comparison) or
      (is_nil(work.lease.other) and Comparison.unfinished?(work.comparison))
  end

  defp last(nil), do: nil
  defp last(last), do: Map.take(last, [:at, :changed, :absent, :current])

  defp suspect?(nil), do: false
  defp suspect?(%{suspect: suspect}), do: suspect != nil
end

defmodule ParserEngine.CodeFileWatcher.Results do
  @moduledoc false
  # What the end of a task means for the work.

  alias ParserEngine.CodeFileWatcher.{
    Breaker,
    Comparison,
    Followers,
    Health,
    InFlight,
    Jobs,
    Lease,
    Report,
    Verdict,
    Work
  }

  alias ParserEngine.Sync.{Outcome, Recent}

  @doc "A task has ended: what it was for, and its result."
  @spec take(Work.t(), InFlight.purpose(), term()) :: Work.t()
  def take(work, {:batch, paths}, result) do
    outcomes = outcomes(result, paths)
    work = %{work | recent: Recent.learn(work.recent, outcomes)}
    work = Enum.reduce(outcomes, judged(work, outcomes), &path_ended/2)
    Followers.changed(work.config, paths_written(outcomes), Work.busy?(work))
    work
  end

  def take(work, :comparison, {:ok, plan, unsettled}) do
    Report.reconciled(work.config, plan)
    Followers.changed(work.config, plan.absent -- unsettled)
    found = Comparison.finished(work.comparison, plan, unsettled, now(), DateTime.utc_now())
    # What a standby finds is the leader's to do.
    if work.lease.role == :leader,
      do: compared(%{work | comparison: found}),
      else: %{work | comparison: Comparison.forget(found)}
  end

  def take(work, :comparison, {:error, reason}) do
    Report.not_reconciled(work.config, reason)
    work |> repair_later() |> suspect(reason)
  end

  def take(work, :lease, answer) do
    work = Work.lease(work, Lease.answered(work.lease, answer, work.asked))

    case answer do
      {:ok, _holder} -> reached(work, &Breaker.close/1)
      {:error, reason} -> suspect(work, reason)
    end
  end

  def take(work, :probe, {:error, {kind, _text} = reason})
      when kind in [:database_unavailable, :panic] do
    work
    |> breaker(Breaker.failed(work.breaker, reason, now(), :rand.uniform()))
    |> Work.dismiss()
  end

  def take(work, :probe, _answered), do: reached(work, &Breaker.close/1)

  defp paths_written(outcomes),
    do: for(%{path: path, result: result} <- outcomes, result != {:ok, :unchanged}, do: path)

  defp compared(work) do
    Work.tell_followers(work)
    work
  end

  defp outcomes({:error, _} = failure, paths), do: Enum.map(paths, &Outcome.new(&1, failure))
  defp outcomes(outcomes, _paths), do: outcomes

  # What the outcomes of a batch say of the database, and of the health of the whole.
  defp judged(work, outcomes) do
    {away, reached} = Enum.split_with(outcomes, &Outcome.unreachable?/1)
    {failed, others} = Enum.split_with(reached, &Verdict.failure?/1)
    landed = Enum.count(others, &match?(%{result: {:ok, _done}}, &1))
    work = judge(work, landed + length(failed), length(failed))

    cond do
      away != [] -> suspect(work, Verdict.reason(hd(away)))
      landed > 0 -> reached(work, &Breaker.succeeded/1)
      true -> work
    end
  end

  defp judge(work, syncs, failures) do
    health = Health.add(work.health, syncs, failures, now())
    Report.alert(work.config, work.health, health)
    %{work | health: health}
  end

  # A probe tells whether it is the database.
  defp suspect(work, {:database_unavailable, _text}) do
    if Breaker.closed?(work.breaker), do: Work.probe(work), else: work
  end

  defp suspect(work, _reason), do: work

  # A database that was away may have lost what it had taken: a crash, another server.
  defp reached(work, change) do
    was_away? = Breaker.away?(work.breaker)
    work = breaker(work, change.(work.breaker))
    if was_away?, do: Work.compare(%{work | recent: Recent.new()}), else: work
  end

  defp breaker(work, breaker) do
    Report.breaker(work.config, work.breaker, breaker)
    %{work | breaker: breaker}
  end

  defp path_ended(outcome, work) do
    item = Jobs.running!(work.jobs, outcome.path)
    verdict = Verdict.of(outcome, item, work.config)
    work = %{work | jobs: Jobs.finish(work.jobs, outcome.path, verdict, now())}

    work =
      if verdict == :done and Verdict.repairable?(outcome), do: repair_later(work), else: work

    work =
      if compares?(outcome.result, Comparison.suspicion(work.comparison)),
        do: Work.compare(work),
        else: work

    answer(work, outcome)
  end

  # Another directory took the place of one that was gone: nothing tells what is new in it.
  defp compares?({:skipped, {:not_regular, :directory}}, _suspicion), do: true
  # A tree that seems to have lost all its files, or has some again.
  defp compares?({:skipped, :root_emptied}, suspicion), do: suspicion != :emptied
  defp compares?({:ok, done}, :emptied) when done != :deleted, do: true
  defp compares?({:skipped, :root_replaced}, suspicion), do: suspicion != :replaced
  defp compares?(_result, _suspicion), do: false

  defp repair_later(work),
    do: %{work | comparison: Comparison.repair_later(work.comparison, now())}

  defp answer(work, outcome) do
    if Jobs.member?(work.jobs, outcome.path) do
      work
    else
      {waiters, rest} = Map.pop(work.waiters, outcome.path, [])
      Enum.each(waiters, &GenServer.reply(&1, outcome.result))
      %{work | waiters: rest}
    end
  end

  defp now, do: System.monotonic_time(:millisecond)
end

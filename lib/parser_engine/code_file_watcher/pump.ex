defmodule ParserEngine.CodeFileWatcher.Pump do
  @moduledoc false
  # Starts what is due and can be started, and tells when there will be more.

  alias ParserEngine.Sync
  alias ParserEngine.Sync.Recent

  alias ParserEngine.CodeFileWatcher.{
    Breaker,
    Comparison,
    Gathering,
    Health,
    InFlight,
    Jobs,
    Report,
    Source,
    Verdict,
    Work
  }

  # Milliseconds between two reports of how much there is to do.
  @report_interval 1_000

  @doc "Starts what is due and can be started, and asks the watch for more."
  @spec run(Work.t()) :: Work.t()
  def run(work) do
    work = work |> gathered() |> found()

    work =
      if Breaker.closed?(work.breaker), do: work |> comparison() |> batches(), else: knock(work)

    work |> demand() |> report()
  end

  defp gathered(work) do
    {paths, gathering} = Gathering.take(work.gathering, work.config, now())
    add(%{work | gathering: gathering}, paths, Verdict.busy_threshold(work.config))
  end

  # What a comparison has found waits outside of the jobs: what is changed now goes before it.
  defp found(%{config: config} = work) do
    room = max(config.concurrency * config.batch_size - Jobs.queued(work.jobs), 0)
    {paths, comparison} = Comparison.take(work.comparison, room, now())
    Source.remember(work.source, paths)
    add(%{work | comparison: comparison}, paths, 0)
  end

  defp add(work, paths, threshold) do
    now = now()
    %{work | jobs: Enum.reduce(paths, work.jobs, &Jobs.add(&2, &1, now, threshold))}
  end

  defp comparison(work) do
    now = now()
    idle? = Jobs.idle?(work.jobs)

    if may_compare?(work) and Comparison.due?(work.comparison, now, idle?) do
      {run, comparison} = Comparison.start(work.comparison, now, idle?)
      Work.start(%{work | comparison: comparison}, :comparison, run)
    else
      work
    end
  end

  defp may_compare?(work),
    do:
      work.ready? and work.lease.role == :leader and
        not InFlight.running?(work.in_flight, :comparison)

  defp batches(%{config: config} = work) do
    if InFlight.batches(work.in_flight) < config.concurrency do
      case Jobs.take(work.jobs, config.batch_size, now()) do
        {[], _jobs} -> work
        {taken, jobs} -> %{work | jobs: jobs} |> batch(taken) |> batches()
      end
    else
      work
    end
  end

  defp batch(%{config: config} = work, taken) do
    now = now()
    entries = for {path, item} <- taken, do: Verdict.entry(path, item, config, now)
    Report.forced(config, Enum.count(taken, &Verdict.forced?(elem(&1, 1), config, now)))

    paths = Enum.map(taken, &elem(&1, 0))
    told = Recent.known(work.recent, config, paths)
    Work.start(work, {:batch, paths}, fn -> Sync.quickly(config, entries, told) end)
  end

  defp knock(work) do
    probe_at = Breaker.probe_at(work.breaker)
    if probe_at && probe_at <= now(), do: Work.probe(work), else: work
  end

  defp demand(work) do
    if Work.full?(work) do
      work
    else
      Source.demand(work.source, work.owed)
      %{work | owed: 0}
    end
  end

  defp report(work) do
    now = now()

    if is_nil(work.reported) or now - work.reported >= @report_interval do
      health = Health.forget(work.health, now)
      Report.work(work.config, queue(work), health)
      %{work | reported: now, health: health}
    else
      work
    end
  end

  defp queue(work) do
    {:message_queue_len, mailbox} = Process.info(self(), :message_queue_len)

    %{
      waiting: Work.waiting(work),
      running: Jobs.running(work.jobs),
      pending: Source.status(work.source).pending,
      mailbox: mailbox
    }
  end

  @doc "When something will be due next, if nothing happens before."
  @spec next_due(Work.t()) :: integer() | nil
  def next_due(work) do
    due =
      if Breaker.closed?(work.breaker),
        do: [Gathering.due(work.gathering, work.config), next_batch(work), next_comparison(work)],
        else: [Breaker.probe_at(work.breaker)]

    # nil is larger than any number.
    Enum.min(due)
  end

  # With all places taken, the end of a batch is what starts the next one.
  defp next_batch(%{config: config} = work) do
    if InFlight.batches(work.in_flight) < config.concurrency, do: Jobs.next_due(work.jobs)
  end

  defp next_comparison(work) do
    if may_compare?(work), do: Comparison.next_due(work.comparison, Jobs.idle?(work.jobs))
  end

  defp now, do: System.monotonic_time(:millisecond)
end

defmodule ParserEngine.CodeFileWatcher.Work do
  @moduledoc false
  # All that the watcher has to do and has begun. The parts are pure values; this module holds them
  # together, and takes what comes from outside. `Pump` starts what is due, `Results` takes what
  # comes of it.

  alias ParserEngine.{Config, Store}
  alias ParserEngine.Sync.{Outcome, Recent}

  alias ParserEngine.CodeFileWatcher.{
    Breaker,
    Comparison,
    Followers,
    Gathering,
    Health,
    InFlight,
    Jobs,
    Lease,
    Report,
    Source
  }

  # Paths taken from the watch before it has to keep the rest to itself.
  @window 1_024
  # More than these become a comparison.
  @capacity 10_000
  # What a stop waits for running statements, and for the lease; a supervisor kills after 5,000.
  @drain 3_000
  @release 1_000

  @enforce_keys [:config, :source, :in_flight, :comparison, :breaker, :lease, :health]
  defstruct @enforce_keys ++
              [
                :asked,
                :reported,
                jobs: Jobs.new(),
                gathering: Gathering.new(),
                recent: Recent.new(),
                waiters: %{},
                degraded: %{},
                owed: @window,
                ready?: false
              ]

  @type t :: %__MODULE__{
          config: Config.t(),
          source: Source.t(),
          in_flight: InFlight.t(),
          comparison: Comparison.t(),
          breaker: Breaker.t(),
          lease: Lease.t(),
          health: Health.t(),
          asked: integer() | nil,
          reported: integer() | nil,
          jobs: Jobs.t(),
          gathering: Gathering.t(),
          recent: Recent.t(),
          waiters: %{String.t() => [GenServer.from()]},
          degraded: %{term() => map()},
          owed: non_neg_integer(),
          ready?: boolean()
        }

  @doc "Nothing to do yet but a first comparison, once the watch stands and the lease is held."
  @spec new(Config.t(), Source.t(), GenServer.server(), String.t()) :: t()
  def new(config, source, tasks, holder) do
    %__MODULE__{
      config: config,
      source: source,
      in_flight: InFlight.new(tasks),
      comparison: config |> Comparison.new() |> Comparison.ask(),
      breaker: Breaker.new(config),
      lease: Lease.new(config, holder),
      health: Health.new(config),
      # The native watch says by a rescan that it stands; a poller stands from the start.
      ready?: source.mode == :polling
    }
  end

  @doc "Paths may have changed. A standby leaves them to the leader, and to its own first comparison."
  @spec changed(t(), [String.t()]) :: t()
  def changed(work, paths) do
    work = %{work | owed: work.owed + length(paths)}

    cond do
      work.lease.role == :standby -> work
      kept(work) + length(paths) > @capacity -> compare(work)
      true -> %{work | gathering: Gathering.add(work.gathering, paths, now())}
    end
  end

  @doc """
  Events may have been lost, or other rules hold. What is in flight was looked at before that, and
  the comparison may not see its rows yet.
  """
  @spec rescan(t(), reason :: String.t()) :: t()
  def rescan(work, "root_replaced") do
    # What waits was told of another tree: that it is not in this one says nothing.
    work = %{work | ready?: true, jobs: Jobs.clear(work.jobs), gathering: Gathering.new()}
    work |> forget_comparison() |> compare()
  end

  def rescan(work, _reason),
    do: compare(%{work | ready?: true, jobs: Jobs.repeat(work.jobs, now())})

  @doc "A comparison is wanted."
  @spec compare(t(), keyword()) :: t()
  def compare(work, options \\ []),
    do: %{work | comparison: Comparison.ask(work.comparison, options)}

  @doc "The watch does not see everything, or sees everything again."
  @spec degraded(t(), term(), String.t() | nil) :: t()
  def degraded(work, reason, nil), do: %{work | degraded: Map.delete(work.degraded, reason)}

  def degraded(work, reason, sentence) do
    entry = %{reason: reason, sentence: sentence, since: DateTime.utc_now()}
    %{work | degraded: Map.put_new(work.degraded, reason, entry)}
  end

  @doc "Somebody waits until the tables tell what is in the file now."
  @spec await(t(), String.t(), GenServer.from()) :: t()
  def await(work, path, from) do
    waiters = Map.update(work.waiters, path, [from], &[from | &1])
    Source.remember(work.source, [path])
    dismiss(%{work | waiters: waiters, jobs: Jobs.await(work.jobs, path, now())})
  end

  @doc "Who waits for a database that is away is told what a sync would tell."
  @spec dismiss(t()) :: t()
  def dismiss(%{config: config, breaker: breaker} = work) do
    if Breaker.exhausted?(breaker) do
      %{result: result} = Outcome.unreachable(config, "", breaker.reason)
      for {_path, waiters} <- work.waiters, from <- waiters, do: GenServer.reply(from, result)
      %{work | waiters: %{}}
    else
      work
    end
  end

  @doc "How many ms there are between two renewals of the lease."
  @spec lease_interval(t()) :: pos_integer() | nil
  def lease_interval(%{lease: lease}), do: Lease.interval(lease)

  @doc "The lease is to be taken or renewed."
  @spec renew(t()) :: t()
  def renew(%{lease: %{time: :none}} = work), do: work

  def renew(%{config: config, lease: lease} = work) do
    work = lease(work, Lease.at(lease, now()))

    if InFlight.running?(work.in_flight, :lease) do
      work
    else
      start(%{work | asked: now()}, :lease, fn -> Lease.acquire(config, lease) end)
    end
  end

  @doc "The lease as it is now."
  @spec lease(t(), Lease.t()) :: t()
  def lease(%{lease: before} = work, lease) do
    Report.lease(work.config, before, lease)
    work = %{work | lease: lease}

    case {before.role, lease.role} do
      {:standby, :leader} -> compare(work)
      {:leader, :standby} -> stand_by(work)
      # What was asked for before it was known that another one leads.
      {:standby, :standby} when lease.other != nil -> forget_comparison(work)
      {same, same} -> work
    end
  end

  defp stand_by(work) do
    Followers.stand_by(work.config)
    forget(work)
  end

  defp forget(work) do
    forget_comparison(%{work | jobs: Jobs.clear(work.jobs), gathering: Gathering.new()})
  end

  defp forget_comparison(work),
    do: %{work | comparison: Comparison.forget(work.comparison)}

  @doc "Tells those who follow that the tables were compared, if they were."
  @spec tell_followers(t()) :: :ok
  def tell_followers(%{config: config, lease: lease, comparison: comparison}),
    do: if(lease.role == :leader and comparison.last, do: Followers.compared(config), else: :ok)

  @doc "Asks the database whether it is there."
  @spec probe(t()) :: t()
  def probe(%{config: config} = work) do
    %{work | breaker: Breaker.probe(work.breaker)}
    |> start(:probe, fn -> Store.next_generation(config) end)
  end

  @doc "Starts a task."
  @spec start(t(), InFlight.purpose(), (() -> term())) :: t()
  def start(work, purpose, run),
    do: %{work | in_flight: InFlight.start(work.in_flight, purpose, run)}

  @doc "How many paths wait here."
  @spec waiting(t()) :: non_neg_integer()
  def waiting(work), do: kept(work) + length(work.comparison.changed)

  @doc "Whether paths are to be synced, other than for a second look, or are being synced."
  @spec busy?(t()) :: boolean()
  def busy?(work), do: work.comparison.changed != [] or not Jobs.idle?(work.jobs)

  @doc "Which of these paths wait here or are in flight."
  @spec pending(t(), [String.t()]) :: [String.t()]
  def pending(work, paths) do
    kept = MapSet.new(work.comparison.changed) |> MapSet.union(work.gathering.paths)
    Enum.filter(paths, &(&1 in kept or Jobs.member?(work.jobs, &1)))
  end

  @doc "Whether the watch should keep what it has to itself."
  @spec full?(t()) :: boolean()
  def full?(work), do: kept(work) >= @window

  # What a comparison has found does not hold up what is changed now.
  defp kept(work), do: Jobs.waiting(work.jobs) + Gathering.size(work.gathering)

  @doc "Lets what is under way end, and others have the lease."
  @spec stop(t()) :: :ok
  def stop(%{config: config, lease: lease} = work) do
    InFlight.drain(work.in_flight, @drain)

    if lease.role == :leader and lease.time != :none do
      release = fn -> Store.release_lease(config, lease.holder) end
      work.in_flight |> InFlight.start(:lease, release) |> InFlight.drain(@release)
    else
      :ok
    end
  end

  defp now, do: System.monotonic_time(:millisecond)
end

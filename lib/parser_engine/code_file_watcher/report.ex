defmodule ParserEngine.CodeFileWatcher.Report do
  @moduledoc false
  # Tells the log and telemetry what happens to the watcher itself.

  alias ParserEngine.{Config, Error, Reconcile, Telemetry}
  alias ParserEngine.CodeFileWatcher.{Breaker, Health, Lease}

  require Logger

  @doc "Events may have been lost."
  @spec rescan(Config.t(), atom() | String.t()) :: :ok
  def rescan(config, reason), do: tell(config, :rescan, %{count: 1}, %{reason: reason})

  @doc "A comparison has ended."
  @spec reconciled(Config.t(), Reconcile.t()) :: :ok
  def reconciled(config, plan) do
    warn_if_suspect(config, plan)
    tell(config, :reconciled, %{changed: length(plan.changed), absent: length(plan.absent)})
  end

  defp warn_if_suspect(_config, %{suspect: nil}), do: :ok

  defp warn_if_suspect(config, %{suspect: suspect, doubted: doubted}) do
    warning(
      "#{length(doubted)} files of #{config.root} seem to be gone (#{suspect}): " <>
        "their rows are kept#{remedy(suspect)}"
    )
  end

  # A second look decides by itself.
  defp remedy(:many), do: ""

  defp remedy(_suspect),
    do: "; to delete them, say so: mix code.ingest --allow-mass-delete"

  @doc "A comparison has failed."
  @spec not_reconciled(Config.t(), Error.reason()) :: :ok
  def not_reconciled(config, reason),
    do:
      Logger.error("[CodeFileWatcher] comparing #{config.root} failed: #{Error.message(reason)}")

  @doc "The watch does not see everything."
  @spec degraded(Config.t(), term(), non_neg_integer(), String.t()) :: :ok
  def degraded(config, reason, unwatched, sentence) do
    warning("degraded: #{sentence} (#{unwatched} directories)")
    tell(config, :degraded, %{unwatched: unwatched}, %{reason: reason})
  end

  @doc "The watch sees everything again, as far as that reason goes."
  @spec restored(Config.t(), term()) :: :ok
  def restored(config, reason) do
    Logger.info("[CodeFileWatcher] no longer degraded: #{inspect(reason)}")
    tell(config, :restored, %{count: 1}, %{reason: reason})
  end

  @doc "The breaker has been in one state and is in another."
  @spec breaker(Config.t(), Breaker.t(), Breaker.t()) :: :ok
  def breaker(config, before, breaker) do
    case {before.reason, breaker.reason} do
      {nil, reason} when reason != nil ->
        Logger.error("[CodeFileWatcher] #{Error.message(reason)}; what changes is kept for later")
        tell_breaker(config, breaker, :open, reason)

      {reason, nil} when reason != nil ->
        warning("PostgreSQL is back after #{before.failures} probes")
        tell_breaker(config, before, :closed, reason)

      _as_before ->
        :ok
    end
  end

  defp tell_breaker(config, breaker, state, reason),
    do: tell(config, :breaker, %{failures: breaker.failures}, %{state: state, reason: reason})

  @doc "The lease has been in one state and is in another."
  @spec lease(Config.t(), Lease.t(), Lease.t()) :: :ok
  def lease(_config, %{role: role, other: other}, %{role: role, other: other}), do: :ok

  def lease(config, _before, %{role: role} = lease) do
    Logger.info("[CodeFileWatcher] #{role} for #{config.codebase_id}#{holder(lease.other)}")
    leader = if role == :leader, do: lease.holder, else: lease.other
    tell(config, :lease, %{count: 1}, %{role: role, holder: leader})
  end

  defp holder(nil), do: ""
  defp holder(other), do: ", which #{other} keeps"

  @doc "Syncs have been added to the counts."
  @spec alert(Config.t(), Health.t(), Health.t()) :: :ok
  def alert(_config, %{alert?: same}, %{alert?: same}), do: :ok

  def alert(config, _before, health) do
    share = "#{health.failures} of the last #{health.syncs} syncs failed"

    if health.alert?,
      do: Logger.error("[CodeFileWatcher] #{config.codebase_id}: #{share}"),
      else: Logger.info("[CodeFileWatcher] #{config.codebase_id} has recovered: #{share}")

    tell(config, :alert, rates(health), %{state: if(health.alert?, do: :raised, else: :over)})
  end

  @doc "Files have been read at the ceiling, although their writers had not left them alone."
  @spec forced(Config.t(), non_neg_integer()) :: :ok
  def forced(_config, 0), do: :ok
  def forced(config, count), do: tell(config, :forced, %{count: count})

  @doc "The state of the work, once in a while."
  @spec work(Config.t(), map(), Health.t()) :: :ok
  def work(config, queue, health) do
    tell(config, :queue, queue)
    if health.syncs > 0, do: tell(config, :health, rates(health)), else: :ok
  end

  defp rates(health) do
    health
    |> Map.take([:syncs, :failures])
    |> Map.put(:success_rate, Health.success_rate(health))
  end

  defp tell(config, event, measurements, metadata \\ %{}) do
    metadata = Map.put(metadata, :codebase_id, config.codebase_id)
    Telemetry.execute([:parser_engine, :watcher, event], measurements, metadata)
  end

  defp warning(text), do: Logger.warning("[CodeFileWatcher] " <> text)
end

defmodule ParserEngine.CodeGraph.Agenda do
  @moduledoc false
  # What the keeper of a graph does next, and when. A pure value; the clock is passed in.
  #
  # Changed files are taken in once nothing has changed for a moment. What that does to the edges
  # decides whether ranks are computed, and, more rarely, centrality, which costs the most: it is
  # computed beside the other jobs, from the edges that there are at its start, and a job of its own
  # writes it. Where edges have changed meanwhile, it is nearer to the truth than what the rows hold,
  # and is computed again. A failure is followed by a pause, and by taking everything in anew.

  # Milliseconds that files must be quiet, the same while more of them are being synced, and how long
  # they are held back at most.
  @quiet 200
  @quiet_amid 2_000
  @ceiling 30_000
  # More paths are not worth asking for one by one.
  @many 1_000
  # Milliseconds from a change of the edges to the ranks, and to the centrality at least.
  @rank_delay 300
  @centrality_delay 2_000
  # Centrality takes at most one part of so many of the time.
  @centrality_share 20
  @pause 1_000
  @longest_pause 60_000

  defstruct scope: [],
            check?: false,
            since: nil,
            refresh_at: nil,
            rank_at: nil,
            centrality_at: nil,
            centrality_delay: @centrality_delay,
            write_at: nil,
            running: nil,
            computing?: false,
            failures: 0

  @typedoc "What to take in; `check?` says that others may have written more."
  @type refresh :: {:refresh, :all | [String.t()], check? :: boolean()}
  @typedoc "`:centrality` is computed only, beside whatever runs."
  @type job :: refresh() | :pagerank | :centrality | {:write, :centrality}
  @type t :: %__MODULE__{
          scope: :all | [String.t()],
          check?: boolean(),
          since: integer() | nil,
          refresh_at: integer() | nil,
          rank_at: integer() | nil,
          centrality_at: integer() | nil,
          centrality_delay: pos_integer(),
          write_at: integer() | nil,
          running: job() | nil,
          computing?: boolean(),
          failures: non_neg_integer()
        }

  @doc "Nothing to do."
  @spec new() :: t()
  def new, do: %__MODULE__{}

  @doc "Rows at these paths, or any, may be others now; `more?` says that others will follow soon."
  @spec changed(t(), :all | [String.t()], more? :: boolean(), integer()) :: t()
  def changed(agenda, [], true, _now), do: agenda
  # That was all for now.
  def changed(%{scope: []} = agenda, [], false, _now), do: agenda

  def changed(agenda, scope, more?, now) do
    quiet = if more?, do: @quiet_amid, else: @quiet
    due(%{agenda | scope: joined(agenda.scope, scope)}, quiet, now)
  end

  @doc "Another process may have written rows. The database answers: no pause is kept any more."
  @spec check(t(), integer()) :: t()
  def check(agenda, now), do: due(%{agenda | check?: true, failures: 0}, @quiet, now)

  defp due(agenda, quiet, now) do
    since = agenda.since || now
    quiet = min(now + quiet, since + @ceiling)
    # A pause after a failure is kept.
    refresh_at = if agenda.failures > 0, do: agenda.refresh_at || quiet, else: quiet
    %{agenda | since: since, refresh_at: refresh_at}
  end

  defp joined(:all, _scope), do: :all
  defp joined(_scope, :all), do: :all
  defp joined(old, new), do: new |> Enum.concat(old) |> Enum.uniq() |> bounded()

  defp bounded(paths), do: if(length(paths) > @many, do: :all, else: paths)

  @doc "The job to start now, which then runs. Another may be due beside it."
  @spec start(t(), integer()) :: {job(), t()} | nil
  def start(%{running: nil} = agenda, now) do
    cond do
      past?(agenda.refresh_at, now) ->
        job = {:refresh, agenda.scope, agenda.check?}
        rest = %{agenda | scope: [], check?: false, since: nil, refresh_at: nil}
        {job, %{rest | running: job}}

      past?(agenda.rank_at, now) ->
        {:pagerank, %{agenda | rank_at: nil, running: :pagerank}}

      past?(agenda.write_at, now) ->
        job = {:write, :centrality}
        {job, %{agenda | write_at: nil, running: job}}

      past?(centrality_at(agenda), now) ->
        {:centrality, %{agenda | centrality_at: nil, computing?: true}}

      true ->
        nil
    end
  end

  def start(_agenda, _now), do: nil

  defp centrality_at(%{computing?: true}), do: nil
  defp centrality_at(agenda), do: agenda.centrality_at

  defp past?(time, now), do: is_integer(time) and time <= now

  @doc "When a job will be due; `nil` while one runs that none may be beside."
  @spec next_due(t()) :: integer() | nil
  # nil is larger than any number.
  def next_due(%{running: nil} = agenda),
    do: Enum.min([agenda.refresh_at, agenda.rank_at, agenda.write_at, centrality_at(agenda)])

  def next_due(_agenda), do: nil

  @doc "The job that ran has done its work, in so many ms; `edges?` says that edges are others now."
  @spec ended(t(), edges? :: boolean(), non_neg_integer(), integer()) :: t()
  def ended(%{running: {:refresh, _scope, _check?}} = agenda, true, _took, now) do
    rank_at = agenda.rank_at || now + @rank_delay
    centrality_at = agenda.centrality_at || now + agenda.centrality_delay
    %{done(agenda) | rank_at: rank_at, centrality_at: centrality_at}
  end

  def ended(agenda, _edges?, _took, _now), do: done(agenda)

  defp done(agenda), do: %{agenda | running: nil, failures: 0}

  @doc "Centrality is computed, which took so many ms; it is still to be written."
  @spec computed(t(), non_neg_integer(), integer()) :: t()
  def computed(agenda, took, now) do
    delay = max(@centrality_delay, @centrality_share * took)
    %{agenda | computing?: false, centrality_delay: delay, write_at: now}
  end

  @doc """
  A job has failed: nothing that any of them knew is trusted. `random`, from 0 to 1, keeps many
  instances from coming back at the same moment.
  """
  @spec failed(t(), integer(), float()) :: t()
  def failed(agenda, now, random) do
    pause = round(min(@pause * 2 ** agenda.failures, @longest_pause) * (0.5 + random))
    failures = min(agenda.failures + 1, 16)
    failed = %{new() | scope: :all, since: now, refresh_at: now + pause, failures: failures}
    %{failed | centrality_delay: agenda.centrality_delay}
  end

  @doc "Whether nothing is to do and nothing runs."
  @spec idle?(t()) :: boolean()
  def idle?(agenda),
    do: agenda.running == nil and not agenda.computing? and next_due(agenda) == nil
end

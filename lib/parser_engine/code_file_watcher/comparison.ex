defmodule ParserEngine.CodeFileWatcher.Comparison do
  @moduledoc false
  # The watcher's comparisons of the whole tree with the tables: what is wanted, what was found and
  # is not handed out yet, and when the next repair is due. A pure value but for `run/2`, which is
  # the work of a task; the clock is passed in.
  #
  # What it finds changed is handed out little by little, so that a file that is saved during a first
  # ingestion does not queue up behind all others. What it finds absent is deleted by another
  # comparison, once the changed paths have their rows: a file may have been renamed, or away for a
  # moment only.

  alias ParserEngine.{Config, Error, Migration, Reconcile}
  alias ParserEngine.CodeFileWatcher.Source
  alias ParserEngine.Reconcile.Doubt

  # In units of `retry_delay`; doubled for each repair in vain, so many times.
  @repair_delay 30
  @doublings 3
  # Milliseconds between the two looks where very many paths are absent.
  @doubt 5_000
  # Milliseconds that paths are not deleted at most for the sake of other work.
  @patience 10_000

  @enforce_keys [:config]
  defstruct @enforce_keys ++
              [
                :second_look,
                :repair_at,
                :last,
                wanted?: false,
                allow_mass_delete?: false,
                allowed?: false,
                repairs: 0,
                changed: []
              ]

  @type answer :: {:ok, Reconcile.t(), unsettled :: [String.t()]} | {:error, Error.reason()}
  @type second_look :: %{
          generation: pos_integer(),
          absent: MapSet.t(String.t()),
          doubted: [String.t()],
          due: integer(),
          at_latest: integer()
        }
  @type last :: %{
          at: DateTime.t(),
          changed: non_neg_integer(),
          absent: non_neg_integer(),
          current: non_neg_integer(),
          suspect: nil | Doubt.suspicion()
        }
  @type t :: %__MODULE__{
          config: Config.t(),
          second_look: second_look() | nil,
          repair_at: integer() | nil,
          last: last() | nil,
          wanted?: boolean(),
          allow_mass_delete?: boolean(),
          allowed?: boolean(),
          repairs: non_neg_integer(),
          changed: [String.t()]
        }

  @doc "None is wanted."
  @spec new(Config.t()) :: t()
  def new(config), do: %__MODULE__{config: config}

  @doc "Sends the calling process `:reconcile` after the interval."
  @spec schedule(Config.t()) :: :ok
  def schedule(%{reconcile_interval: :infinity}), do: :ok

  def schedule(%{reconcile_interval: interval}) do
    Process.send_after(self(), :reconcile, interval)
    :ok
  end

  @doc """
  One is wanted, after the one that may be running. Option: `:allow_mass_delete`, a word for the
  next one and its second look; the one that runs was started without it.
  """
  @spec ask(t(), keyword()) :: t()
  def ask(comparison, options \\ []) do
    allow? = comparison.allow_mass_delete? or Keyword.get(options, :allow_mass_delete, false)
    %{comparison | wanted?: true, allow_mass_delete?: allow?}
  end

  @doc "Whether one should start; `idle?` says that no changed path waits or is in flight."
  @spec due?(t(), integer(), boolean()) :: boolean()
  def due?(comparison, now, idle?) do
    comparison.wanted? or past?(comparison.repair_at, now) or
      second_look?(comparison, now, idle?)
  end

  @doc "When one may be due next."
  @spec next_due(t(), boolean()) :: integer() | nil
  def next_due(%{second_look: %{} = look, changed: []} = comparison, idle?) do
    # nil is larger than any number.
    min(comparison.repair_at, if(idle?, do: look.due, else: look.at_latest))
  end

  def next_due(comparison, _idle?), do: comparison.repair_at

  defp past?(time, now), do: is_integer(time) and time <= now

  defp second_look?(%{second_look: %{} = look, changed: []}, now, idle?),
    do: if(idle?, do: look.due, else: look.at_latest) <= now

  defp second_look?(_comparison, _now, _idle?), do: false

  @doc "One starts now: the work of its task, and what remains."
  @spec start(t(), integer(), boolean()) :: {(() -> answer()), t()}
  def start(%{config: config} = comparison, now, idle?) do
    look = if second_look?(comparison, now, idle?), do: comparison.second_look
    doubted = if look, do: look.doubted, else: []
    allowed? = comparison.allow_mass_delete? or comparison.allowed?
    options = [allow_mass_delete: allowed?, doubted: doubted]
    repairs = comparison.repairs + if(past?(comparison.repair_at, now), do: 1, else: 0)
    started = %{comparison | wanted?: false, repair_at: nil, repairs: repairs}
    started = %{started | allow_mass_delete?: false, allowed?: allowed?}
    {fn -> run(config, look, options) end, started}
  end

  defp run(config, look, options) do
    with :ok <- Migration.verify(config.repo, prefix: config.prefix),
         {:ok, plan} <- Reconcile.plan(config, "", options),
         {settled, unsettled} = Enum.split_with(plan.absent, &seen_absent?(look, &1)),
         :ok <- remove(config, plan, look || plan, settled) do
      {:ok, plan, unsettled}
    end
  end

  defp seen_absent?(nil, _path), do: false
  defp seen_absent?(look, path), do: path in look.absent

  # What was written since the first look stays.
  defp remove(config, plan, %{generation: generation}, absent),
    do: Reconcile.remove_absent(config, %{plan | absent: absent, generation: generation})

  @doc "One has ended. What was found now replaces what was found before."
  @spec finished(t(), Reconcile.t(), [String.t()], integer(), DateTime.t()) :: t()
  def finished(comparison, plan, unsettled, now, at) do
    %{
      comparison
      | changed: plan.changed,
        second_look: second_look(comparison, plan, unsettled, now),
        last: last(plan, at),
        repairs: if(plan.changed == [], do: 0, else: comparison.repairs),
        allowed?: comparison.allowed? and unsettled != []
    }
  end

  # Where another directory is at the root no look is enough.
  defp second_look(%{config: config}, plan, unsettled, now) do
    doubted = if plan.suspect == :many, do: plan.doubted, else: []
    delay = if doubted == [], do: Source.quiet(config), else: max(@doubt, Source.quiet(config))

    if unsettled ++ doubted != [] do
      %{
        generation: plan.generation,
        absent: MapSet.new(unsettled ++ doubted),
        doubted: doubted,
        due: now + delay,
        at_latest: now + delay + @patience
      }
    end
  end

  defp last(plan, at) do
    %{
      at: at,
      changed: length(plan.changed),
      absent: length(plan.absent),
      current: plan.current,
      suspect: plan.suspect
    }
  end

  @doc "Something is to be repaired: one is wanted a good while later."
  @spec repair_later(t(), integer()) :: t()
  def repair_later(%{repair_at: nil, config: config} = comparison, now) do
    delay = @repair_delay * config.retry_delay * 2 ** min(comparison.repairs, @doublings)
    %{comparison | repair_at: now + delay}
  end

  def repair_later(comparison, _now), do: comparison

  @doc "Hands out at most `count` of the paths that were found to differ from their rows."
  @spec take(t(), non_neg_integer(), integer()) :: {[String.t()], t()}
  def take(%{changed: []} = comparison, _count, _now), do: {[], comparison}

  def take(%{changed: changed} = comparison, count, now) do
    {taken, rest} = Enum.split(changed, count)
    {taken, %{comparison | changed: rest, second_look: postponed(comparison.second_look, now)}}
  end

  # The patience begins when all is handed out.
  defp postponed(nil, _now), do: nil
  defp postponed(look, now), do: %{look | at_latest: max(look.due, now) + @patience}

  @doc "What the last one suspected."
  @spec suspicion(t()) :: nil | Doubt.suspicion()
  def suspicion(%{last: nil}), do: nil
  def suspicion(%{last: last}), do: last.suspect

  @doc "Forgets what was found and what is wanted, but not what the last one told."
  @spec forget(t()) :: t()
  def forget(comparison), do: %{new(comparison.config) | last: comparison.last}

  @doc "Whether something is wanted, but for a repair, or not done yet."
  @spec unfinished?(t()) :: boolean()
  def unfinished?(comparison), do: comparison.wanted? or comparison.second_look != nil
end

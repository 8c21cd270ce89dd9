defmodule ParserEngine.CodeFileWatcher.Comparison do
  @moduledoc false
  # The watcher's comparisons of the whole tree with the tables: one at a time, and one more
  # afterwards where it was asked for meanwhile. What it finds is handed out little by little, so
  # that a file that is saved during a first ingestion does not queue up behind all others.

  alias ParserEngine.{Config, Error, Migration, Reconcile, Telemetry}
  alias ParserEngine.CodeFileWatcher.Source

  require Logger

  @enforce_keys [:config, :tasks]
  defstruct @enforce_keys ++ [:running, :repair, again?: false, changed: []]

  @type t :: %__MODULE__{
          config: Config.t(),
          tasks: GenServer.server(),
          running: reference() | nil,
          repair: reference() | nil,
          again?: boolean(),
          changed: [String.t()]
        }

  # In units of `retry_delay`.
  @repair_delay 30

  @doc "None is running; the owner gets `:reconcile` when the first one of the timer is due."
  @spec new(Config.t(), GenServer.server()) :: t()
  def new(config, tasks) do
    schedule(config)
    %__MODULE__{config: config, tasks: tasks}
  end

  @doc "Sends the calling process `:reconcile` after the interval."
  @spec schedule(Config.t()) :: :ok
  def schedule(%{reconcile_interval: :infinity}), do: :ok

  def schedule(%{reconcile_interval: interval}) do
    Process.send_after(self(), :reconcile, interval)
    :ok
  end

  @doc "Starts one as a task of the calling process, or has one follow that which is running."
  @spec ask(t()) :: t()
  def ask(%__MODULE__{running: nil, config: config} = comparison) do
    task = Task.Supervisor.async_nolink(comparison.tasks, fn -> run(config) end)
    %{comparison | running: task.ref}
  end

  def ask(comparison), do: %{comparison | again?: true}

  @doc "The task has ended, with this result. What is found now replaces what was found before."
  @spec finished(t(), {:ok, Reconcile.t()} | {:error, Error.reason()}) :: t()
  def finished(%__MODULE__{again?: again?} = comparison, result) do
    comparison = note(%{comparison | running: nil, again?: false}, result)
    if again?, do: ask(comparison), else: comparison
  end

  defp note(%{config: config} = comparison, {:ok, plan}) do
    measurements = %{changed: length(plan.changed), absent: length(plan.absent)}
    metadata = %{codebase_id: config.codebase_id}
    Telemetry.execute([:parser_engine, :watcher, :reconciled], measurements, metadata)
    %{comparison | changed: plan.changed}
  end

  defp note(%{config: config} = comparison, {:error, reason}) do
    Logger.error("[CodeFileWatcher] comparing #{config.root} failed: #{Error.message(reason)}")
    repair_later(comparison)
  end

  @doc "Hands out at most `count` of the paths that were found to differ from their rows."
  @spec take(t(), non_neg_integer()) :: {[String.t()], t()}
  def take(comparison, count) do
    {taken, rest} = Enum.split(comparison.changed, count)
    {taken, %{comparison | changed: rest}}
  end

  @doc "Sends the calling process `:repair` a good while later, once."
  @spec repair_later(t()) :: t()
  def repair_later(%__MODULE__{repair: nil, config: config} = comparison) do
    timer = Process.send_after(self(), :repair, @repair_delay * config.retry_delay)
    %{comparison | repair: timer}
  end

  def repair_later(comparison), do: comparison

  @doc "The time for a repair has come."
  @spec repair(t()) :: t()
  def repair(comparison), do: ask(%{comparison | repair: nil})

  @doc "Whether one is under way."
  @spec running?(t()) :: boolean()
  def running?(comparison), do: comparison.running != nil

  defp run(config) do
    with :ok <- Migration.verify(config.repo, prefix: config.prefix),
         {:ok, plan} <- Reconcile.plan(config),
         {:ok, plan} <- second_look(config, plan),
         :ok <- Reconcile.remove_absent(config, plan) do
      warn_if_suspect(config, plan)
      {:ok, plan}
    end
  end

  # Some ways to save a file take it away for a moment.
  defp second_look(_config, %{absent: []} = plan), do: {:ok, plan}

  defp second_look(config, first) do
    Process.sleep(Source.quiet(config))

    with {:ok, second} <- Reconcile.plan(config) do
      absent_before = MapSet.new(first.absent)
      absent = Enum.filter(second.absent, &(&1 in absent_before))
      {:ok, %{second | absent: absent, generation: first.generation}}
    end
  end

  defp warn_if_suspect(_config, %{suspect: nil}), do: :ok

  defp warn_if_suspect(config, %{suspect: suspect, doubted: doubted}) do
    Logger.warning(
      "[CodeFileWatcher] #{length(doubted)} files of #{config.root} seem to be gone (#{suspect}): " <>
        "their rows are kept"
    )
  end
end

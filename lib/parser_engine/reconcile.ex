defmodule ParserEngine.Reconcile do
  @moduledoc false
  # Compares the tree with the tables. Nothing here depends on events, so a comparison is right
  # after any of them was lost.

  alias ParserEngine.{Analyzer, Config, Error, Fallback, Native, OnDisk, Root, Store}
  alias ParserEngine.Reconcile.{Doubt, Scan}
  alias ParserEngine.Store.Entry

  @enforce_keys [:generation, :changed, :absent, :current, :report]
  defstruct @enforce_keys ++
              [
                scope: "",
                root: nil,
                standing: :same,
                unmounted: [],
                refused: [],
                suspect: nil,
                doubted: []
              ]

  @typedoc """
  What a comparison found: paths whose file differs from its rows, paths of rows whose file is not
  part of the codebase any more, how many are current, and which of those a table refuses.

  `suspect` says that more would go than is likely: `:emptied`, that no file is left; `:many`, that
  more than half of the rows and more than 100 lack their file; `:replaced`, that more than half and
  more than 20 do where another directory is at the root than before. What is doubted so is in
  `doubted` and not in `absent`. `scope` is what was compared, `root` what the root was then and
  `standing` what it was to the tables; `unmounted` are paths where something was mounted that had
  rows: those are kept. There is no `generation` on a dry run.
  """
  @type t :: %__MODULE__{
          generation: pos_integer() | nil,
          scope: String.t(),
          root: Root.seen() | nil,
          standing: Root.standing(),
          unmounted: [String.t()],
          changed: [String.t()],
          absent: [String.t()],
          current: non_neg_integer(),
          refused: [{String.t(), Error.reason()}],
          report: Scan.report(),
          suspect: nil | Doubt.suspicion(),
          doubted: [String.t()]
        }
  @type option ::
          {:allow_mass_delete, boolean()}
          | {:doubted, [String.t()]}
          | {:verify, boolean()}
          | {:dry_run, boolean()}

  # So many rows go with the last files of a tree, without a question.
  @few 20

  @doc """
  Compares a path and all below it, by default everything.

  Options: `:allow_mass_delete` (nothing is suspect), `:doubted` (what an earlier comparison
  doubted: what is still absent may go), `:verify` (every file is changed until its content has been
  read), `:dry_run` (nothing will be deleted, so no generation is taken).
  """
  @spec plan(Config.t(), String.t(), [option()]) :: {:ok, t()} | {:error, Error.reason()}
  def plan(config, scope \\ "", options \\ []) do
    with {:ok, generation} <- generation(config, Keyword.get(options, :dry_run, false)),
         {:ok, root} <- Root.look(config),
         {:ok, standing, unmounted} <- Root.standing(config, root),
         {:ok, entries, report} <- Scan.run(config, scope),
         {:ok, stored} <- stored(config, scope) do
      doubt = doubt_options(scope, standing, options)
      unmounted = if doubt.allow_mass_delete, do: [], else: unmounted
      found = compare(config, {entries, report}, stored, {options, doubt, unmounted})
      {:ok, %{found | generation: generation, scope: scope, root: root, standing: standing}}
    end
  end

  defp generation(_config, true), do: {:ok, nil}
  defp generation(config, false), do: Store.next_generation(config)

  @doc """
  Deletes the rows of absent paths, unless something newer has written them since, if the root is
  still the one that was compared. Where nothing was suspect, the tables tell of it from now on.
  """
  @spec remove_absent(Config.t(), t()) :: :ok | {:error, Error.reason()}
  def remove_absent(config, %__MODULE__{root: root} = plan) do
    with {:ok, true} <- Root.still?(config, root),
         :ok <- judge_root(config, plan) do
      delete(config, plan)
    else
      {:ok, false} -> {:error, :root_replaced}
      failure -> failure
    end
  end

  @doc """
  Notes what the root is to the tables by what was found there. To be called before anything of it
  is written: its own rows would make what is lost look like little.
  """
  @spec judge_root(Config.t(), t()) :: :ok | {:error, Error.reason()}
  def judge_root(config, %{scope: "", suspect: nil} = plan),
    do: Root.accept(config, plan.root, plan.unmounted)

  def judge_root(config, %{suspect: :replaced}), do: Root.suspect(config)
  def judge_root(_config, %{scope: ""}), do: :ok
  # A part of another directory tells nothing of the whole.
  def judge_root(config, %{standing: {:another, nil}}), do: Root.suspect(config)
  def judge_root(_config, _plan), do: :ok

  defp delete(config, plan) do
    paths = Enum.map(plan.absent, &{&1, :alone})

    Enum.reduce(config.tables, Store.sweep(config), fn table, result ->
      case Store.delete(config, table, plan.generation, paths) do
        {:ok, _deleted} -> result
        failure -> failure
      end
    end)
  end

  @doc "Whether the tree has lost all its files though a table has more than a few rows."
  @spec root_emptied?(Config.t()) :: {:ok, boolean()} | {:error, Error.reason()}
  def root_emptied?(config) do
    with {:ok, many?} <- many_rows?(config), do: {:ok, many? and not Scan.any_file?(config)}
  end

  defp many_rows?(config) do
    Enum.reduce_while(config.tables, {:ok, false}, fn table, none ->
      case Store.count(config, table, @few + 1) do
        {:ok, count} when count <= @few -> {:cont, none}
        {:ok, _more} -> {:halt, {:ok, true}}
        failure -> {:halt, failure}
      end
    end)
  end

  defp stored(config, scope) do
    config
    |> tables_to_compare()
    |> Enum.reduce_while({:ok, []}, fn table, {:ok, tables} ->
      case Store.stored_below(config, table, scope) do
        {:ok, rows} -> {:cont, {:ok, [rows | tables]}}
        failure -> {:halt, failure}
      end
    end)
  end

  # Without the NIF codebase_metadata cannot be brought up to date, so it is not asked.
  defp tables_to_compare(config) do
    case {Native.loaded?(), config.tables} do
      {true, tables} -> tables
      {false, tables} -> tables -- [:codebase_metadata]
    end
  end

  defp compare(config, {entries, report}, stored, {options, doubt, unmounted}) do
    verify? = Keyword.get(options, :verify, false)
    {current, changed} = Enum.split_with(entries, &(not verify? and current?(&1, config, stored)))
    seen = MapSet.new(entries, &elem(&1, 0))
    known = stored |> Enum.flat_map(&Map.keys/1) |> MapSet.new()
    lost = Enum.reject(known, &(&1 in seen))
    unmounted = Enum.filter(unmounted, fn at -> Enum.any?(lost, &Scan.below?(&1, at)) end)
    report = Scan.blind(report, unmounted)
    absent = lost |> Enum.reject(&Scan.out_of_sight?(&1, report)) |> Enum.sort()

    found = %{
      accepted: length(entries),
      known: MapSet.size(known),
      new: Enum.count(seen, &(&1 not in known)),
      absent: absent,
      hidden: if(Doubt.possible?(absent), do: Enum.filter(absent, &file?(&1, config)), else: [])
    }

    {suspect, absent, doubted} = Doubt.of(found, doubt)

    %__MODULE__{
      generation: nil,
      changed: changed |> Enum.map(&elem(&1, 0)) |> Enum.sort(),
      absent: absent,
      current: length(current),
      refused: Enum.flat_map(current, &refused(&1, stored)),
      report: report,
      unmounted: unmounted,
      suspect: suspect,
      doubted: doubted
    }
  end

  defp file?(path, config), do: match?({:ok, :regular, _}, OnDisk.look(config.root, path))

  defp doubt_options(scope, standing, options) do
    %{
      whole?: scope == "",
      allow_mass_delete: Keyword.get(options, :allow_mass_delete, false),
      doubted: Keyword.get(options, :doubted, []),
      root: standing
    }
  end

  # One table's reason stands for both.
  defp refused({path, _stat}, stored) do
    stored
    |> Enum.flat_map(fn
      %{^path => %{refusal: reason}} when reason != nil -> [{path, reason}]
      %{} -> []
    end)
    |> Enum.take(1)
  end

  # Where a file system keeps no time of change, whoever restores the other one hides what it wrote
  # from one table's view, but not from a table that was reached when the other was not.
  defp current?({path, stat}, config, stored) do
    known = Enum.map(stored, & &1[path])

    Enum.all?(known, &(&1 && same?(&1, stat) && kept?(&1, config))) and
      not match?([_, _ | _], known |> Enum.map(& &1.hash) |> Enum.uniq())
  end

  defp same?(entry, stat) do
    entry.size == stat.size and entry.inode == stat.inode and not entry.racy and
      same_time?(entry.mtime_ns, stat.mtime_ns) and same_time?(entry.ctime_ns, stat.ctime_ns)
  end

  # A refusal has no row in which the root could be another one.
  defp kept?(entry, config), do: entry.root in [nil, config.root] and analysed?(entry, config)

  # Rows of the full analysis are better than what plain Elixir would write in their place, unless
  # they tell what is to be hidden.
  defp analysed?(entry, config) do
    if Native.loaded?(),
      do: Entry.analysed?(entry, Analyzer.version(config), config),
      else: not (config.redact and Fallback.unredacted?(entry.analysis_version))
  end

  defp same_time?(nil, _time), do: false

  # Plain Elixir sees whole seconds only.
  defp same_time?(one, other),
    do:
      one == other or
        (not Native.loaded?() and div(one, 1_000_000_000) == div(other, 1_000_000_000))
end

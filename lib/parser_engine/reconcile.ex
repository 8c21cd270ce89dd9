defmodule ParserEngine.Reconcile do
  @moduledoc false
  # Compares the tree with the tables. Nothing here depends on events, so a comparison is right
  # after any of them was lost.

  alias ParserEngine.{Config, Error, Fallback, Native, Store}

  @enforce_keys [:generation, :changed, :absent, :current, :report]
  defstruct @enforce_keys ++ [suspect: false]

  @typedoc """
  What a comparison found: paths whose file differs from its rows, paths of rows whose file is not
  part of the codebase any more, how many are current. `suspect` says that every file seems to be
  gone, in which case `absent` is empty.
  """
  @type t :: %__MODULE__{
          generation: pos_integer(),
          changed: [String.t()],
          absent: [String.t()],
          current: non_neg_integer(),
          report: report(),
          suspect: boolean()
        }
  @type report :: %{
          accepted: non_neg_integer(),
          skipped: [{String.t(), pos_integer()}],
          errors: [{String.t(), String.t()}]
        }
  @type entry :: {String.t(), non_neg_integer(), integer(), integer()}

  @patience 120_000

  @doc "Compares a path and all below it, by default everything."
  @spec plan(Config.t(), String.t()) :: {:ok, t()} | {:error, Error.reason()}
  def plan(config, scope \\ "") do
    with {:ok, generation} <- Store.next_generation(config),
         {:ok, entries, report} <- scan(config, scope),
         {:ok, stored} <- stored(config, scope) do
      {:ok, generation |> compare(config.root, entries, report, stored) |> doubt(scope)}
    end
  end

  @doc "Deletes the rows of absent paths, unless something newer has written them since."
  @spec remove_absent(Config.t(), t()) :: :ok | {:error, Error.reason()}
  def remove_absent(config, %__MODULE__{} = plan) do
    paths = Enum.map(plan.absent, &{&1, :alone})

    Enum.reduce(config.tables, Store.sweep(config), fn table, result ->
      case Store.delete(config, table, plan.generation, paths) do
        {:ok, _deleted} -> result
        failure -> failure
      end
    end)
  end

  @doc "The files of the codebase, as the rules have it."
  @spec scan(Config.t(), String.t()) :: {:ok, [entry()], report()} | {:error, Error.reason()}
  def scan(config, scope \\ "") do
    reference = make_ref()
    below = if scope != "", do: scope

    scanned =
      case Native.scan(reference, config.root, Config.filter(config), below) do
        :ok -> collect(reference, [])
        {:error, :nif_not_loaded} -> Fallback.scan(config, scope)
        {:error, reason} -> {:error, reason}
      end

    with {:ok, _entries, report} <- scanned, :ok <- readable(report), do: scanned
  end

  defp collect(reference, batches) do
    receive do
      {^reference, {:entries, entries}} -> collect(reference, [entries | batches])
      {^reference, {:done, report}} -> {:ok, Enum.concat(batches), report}
      {^reference, {:error, reason}} -> {:error, reason}
    after
      @patience -> {:error, :timeout}
    end
  end

  # An unreadable root says nothing about its files.
  defp readable(%{errors: errors}) do
    case List.keyfind(errors, "", 0) do
      nil -> :ok
      {"", text} -> {:error, {:io, text}}
    end
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

  defp compare(generation, root, entries, report, stored) do
    {current, changed} = Enum.split_with(entries, &current?(&1, root, stored))
    seen = MapSet.new(entries, &elem(&1, 0))
    known = stored |> Enum.flat_map(&Map.keys/1) |> Enum.uniq()
    absent = known |> Enum.reject(&(&1 in seen or hidden?(&1, report.errors))) |> Enum.sort()

    %__MODULE__{
      generation: generation,
      changed: changed |> Enum.map(&elem(&1, 0)) |> Enum.sort(),
      absent: absent,
      current: length(current),
      report: report
    }
  end

  # A whole codebase does not vanish: its disk is not mounted, or its root is another one.
  defp doubt(%{current: 0, changed: [], absent: [_ | _]} = plan, ""),
    do: %{plan | absent: [], suspect: true}

  defp doubt(plan, _scope), do: plan

  defp hidden?(path, errors), do: Enum.any?(errors, fn {at, _} -> below?(path, at) end)
  defp below?(path, at), do: path == at or String.starts_with?(path, at <> "/")

  defp current?({path, size, mtime_ns, inode}, root, stored) do
    Enum.all?(stored, fn rows ->
      case rows do
        %{^path => %{root: ^root} = row} -> same?(row, size, mtime_ns, inode)
        %{} -> false
      end
    end)
  end

  defp same?(row, size, mtime_ns, inode) do
    row.size == size and row.inode == inode and not row.racy and analysed?(row) and
      same_time?(row.mtime_ns, mtime_ns)
  end

  # Rows of the full analysis are better than what plain Elixir would write in their place.
  defp analysed?(row) do
    case Native.analysis_version() do
      {:error, :nif_not_loaded} -> true
      version -> row.analysis_version == version
    end
  end

  # Plain Elixir sees whole seconds only.
  defp same_time?(one, other),
    do:
      one == other or
        (not Native.loaded?() and div(one, 1_000_000_000) == div(other, 1_000_000_000))
end

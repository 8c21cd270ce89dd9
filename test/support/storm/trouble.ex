defmodule ParserEngine.Storm.Trouble do
  @moduledoc false
  # What befalls the parts around the tree: the watcher, the instance, PostgreSQL, a neighbour.

  import ExUnit.Callbacks, only: [start_supervised!: 2, stop_supervised!: 1]

  alias ParserEngine.{CodebaseCase, OtherVM, OwnPostgres, StormRepo}
  alias ParserEngine.Storm.{EventQueue, Tree}

  @steps [
    :kill_watcher,
    :kill_instance,
    :stop_instance,
    :start_instance,
    :refuse,
    :heal,
    :kill_database,
    :start_database,
    :hold_connections,
    :release_connections,
    :start_neighbour,
    :kill_neighbour,
    :take_root_away,
    :flood
  ]

  @doc "Whether a step of a storm is for this module."
  def trouble?(step), do: elem(step, 0) in @steps

  @doc "Carries a step out; answers the storm as it is afterwards."
  def carry_out(storm, {:kill_watcher}) do
    kill(storm.live.watcher)
    storm
  end

  def carry_out(storm, {:kill_instance}) do
    kill(storm.options[:name])
    storm
  end

  def carry_out(storm, {:stop_instance}) do
    stop_supervised!(storm.options[:name])
    storm
  end

  def carry_out(storm, {:start_instance}) do
    child = {ParserEngine, storm.options}
    EventQueue.short(fn -> start_supervised!(child, id: storm.options[:name]) end)
    storm
  end

  def carry_out(storm, {:refuse, table}) do
    CodebaseCase.refuse(storm.live.config, table)
    keep(storm)
  end

  def carry_out(storm, {:heal, table}) do
    CodebaseCase.heal(storm.live.config, table)
    keep(storm)
  end

  def carry_out(storm, {:kill_database}) do
    OwnPostgres.kill(storm.server)
    storm
  end

  def carry_out(storm, {:start_database}) do
    OwnPostgres.restart!(storm.server)
    storm
  end

  def carry_out(storm, {:hold_connections}) do
    holders = for _connection <- 1..storm.connections, do: spawn(&hold_connection/0)
    %{storm | holders: holders}
  end

  def carry_out(storm, {:release_connections}) do
    Enum.each(storm.holders, &send(&1, :release))
    %{storm | holders: []}
  end

  def carry_out(storm, {:start_neighbour}) do
    vm = OtherVM.start(storm.tree.outside <> "-vm")
    OtherVM.start_child(vm, {StormRepo, storm.repo_options})
    OtherVM.start_child(vm, {ParserEngine, storm.options})
    %{storm | neighbour: OtherVM.call(vm, System, :pid)}
  end

  def carry_out(storm, {:kill_neighbour}) do
    {_output, 0} = System.cmd("kill", ["-9", storm.neighbour])
    File.rm_rf!(storm.tree.outside <> "-vm")
    %{storm | neighbour: nil}
  end

  def carry_out(storm, {:take_root_away, milliseconds}) do
    away = storm.tree.root <> "-away"
    File.rename!(storm.tree.root, away)
    Tree.pause(milliseconds)
    File.rename!(away, storm.tree.root)
    storm
  end

  # More events than the kernel may keep, of a file that is none of ours.
  def carry_out(storm, {:flood, count}) do
    files = for letter <- ["a", "b"], do: Path.join(storm.tree.root, "flood-#{letter}.tmp")
    for _round <- 1..count, file <- files, do: File.write!(file, "x")
    Enum.each(files, &File.rm!/1)
    storm
  end

  # The throwaway server answers before it writes to disk, and may be killed right after.
  defp keep(storm) do
    StormRepo.query!("CHECKPOINT", [])
    storm
  end

  # A transaction may fail to get a connection, or lose it with the server.
  defp hold_connection do
    StormRepo.transaction(fn -> receive(do: (:release -> :ok)) end)
  rescue
    _refused -> :ok
  catch
    :exit, _lost -> :ok
  end

  defp kill(name) do
    case Process.whereis(name) do
      nil -> :ok
      pid -> Process.exit(pid, :kill)
    end
  end
end

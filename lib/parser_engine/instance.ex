defmodule ParserEngine.Instance do
  @moduledoc false
  # One codebase: its watcher, and the graph and the search index beside it, each with its tasks.
  # Each is restarted without the others.

  use Supervisor

  alias ParserEngine.{CodeFileWatcher, CodeGraph, Config, Error, Instances, SearchIndex}
  alias ParserEngine.CodeFileWatcher.Lease

  @doc false
  @spec start_link(keyword()) :: Supervisor.on_start()
  def start_link(options) do
    config = Config.new!(options)
    if config.start, do: start(config), else: :ignore
  end

  defp start(%{repo: nil}), do: raise(ArgumentError, "option :repo is missing")

  # A root that goes later is waited for. One that was never there is a mistake of the caller's.
  defp start(config) do
    case File.stat(config.root) do
      {:ok, %{type: :directory}} -> Supervisor.start_link(__MODULE__, config, name: config.name)
      {:ok, _other} -> {:error, %Error{reason: :not_a_directory}}
      {:error, reason} -> {:error, %Error{reason: reason}}
    end
  end

  @impl true
  def init(config) do
    Instances.register(config, self())
    # A watcher that is restarted still has its lease.
    holder = Lease.holder()
    watcher = with_tasks(config, CodeFileWatcher, &{config, &1, holder})

    followers =
      for room <- [CodeGraph, SearchIndex], room.kept?(config), do: follower(config, room)

    Supervisor.init(followers ++ [watcher], strategy: :one_for_one)
  end

  defp follower(config, room) do
    with_tasks(config, Module.concat(room, Keeper), &{config, &1})
  end

  # Restarted together: a job of a process that is no more must not write what it has read before.
  defp with_tasks(config, module, argument) do
    tasks = Module.concat([config.name, Enum.at(Module.split(module), 1), Tasks])

    children = [
      {Task.Supervisor, name: tasks},
      %{id: module, start: {module, :start_link, [argument.(tasks)]}}
    ]

    start = {Supervisor, :start_link, [children, [strategy: :one_for_all]]}
    %{id: module, type: :supervisor, start: start}
  end
end

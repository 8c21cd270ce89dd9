defmodule ParserEngine.Instance do
  @moduledoc false
  # One codebase: its watcher and the graph beside it, each with its tasks. Either is restarted
  # without the other.

  use Supervisor

  alias ParserEngine.{CodeFileWatcher, CodeGraph, Config, Error, Instances}
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
    keeper = with_tasks(config, CodeGraph.Keeper, &{config, &1})
    children = if(CodeGraph.kept?(config), do: [keeper], else: []) ++ [watcher]
    Supervisor.init(children, strategy: :one_for_one)
  end

  # Restarted together: a job of a process that is no more must not write what it has read before.
  defp with_tasks(config, module, argument) do
    tasks = Module.concat([config.name, List.last(Module.split(module)), Tasks])

    children = [
      {Task.Supervisor, name: tasks},
      %{id: module, start: {module, :start_link, [argument.(tasks)]}}
    ]

    start = {Supervisor, :start_link, [children, [strategy: :one_for_all]]}
    %{id: module, type: :supervisor, start: start}
  end
end

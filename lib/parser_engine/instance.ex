defmodule ParserEngine.Instance do
  @moduledoc false
  # One codebase: the supervisor of its tasks and its watcher.

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
    tasks = Module.concat(config.name, Tasks)
    # A watcher that is restarted still has its lease.
    watcher = {CodeFileWatcher, :start_link, [{config, tasks, Lease.holder()}]}

    keeper = %{id: CodeGraph, start: {CodeGraph.Keeper, :start_link, [{config, tasks}]}}

    children =
      [{Task.Supervisor, name: tasks}] ++
        if(CodeGraph.kept?(config), do: [keeper], else: []) ++
        [%{id: CodeFileWatcher, start: watcher}]

    # A job of a watcher that is no more must not write what it has read before.
    Supervisor.init(children, strategy: :one_for_all)
  end
end

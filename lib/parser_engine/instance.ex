defmodule ParserEngine.Instance do
  @moduledoc false
  # One codebase: the supervisor of its tasks and its watcher.

  use Supervisor

  alias ParserEngine.{CodeFileWatcher, Config, Instances}

  @doc false
  @spec start_link(keyword()) :: Supervisor.on_start()
  def start_link(options) do
    config = Config.new!(options)
    if is_nil(config.repo), do: raise(ArgumentError, "option :repo is missing")
    Supervisor.start_link(__MODULE__, config, name: config.name)
  end

  @impl true
  def init(config) do
    Instances.register(config, self())
    tasks = Module.concat(config.name, Tasks)

    children = [
      {Task.Supervisor, name: tasks},
      %{id: CodeFileWatcher, start: {CodeFileWatcher, :start_link, [{config, tasks}]}}
    ]

    # A job of a watcher that is no more must not write what it has read before.
    Supervisor.init(children, strategy: :one_for_all)
  end
end

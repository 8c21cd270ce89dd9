defmodule Bench.Instance do
  # An instance that is measured.

  alias ParserEngine.CodeFileWatcher

  @codebase "bench"
  @pause 50

  @doc "Starts an instance, and waits until it has nothing to do."
  def start(root, options \\ []) do
    defaults = [repo: ParserEngine.Repo, codebase_id: @codebase, root: root]
    {:ok, instance} = ParserEngine.start_link(Keyword.merge(defaults, options))
    await_idle()
    instance
  end

  defp await_idle do
    case CodeFileWatcher.status() do
      {:ok, %{dirty: 0, running: 0, reconciling: false}} -> :ok
      _busy -> Process.sleep(@pause) && await_idle()
    end
  end
end

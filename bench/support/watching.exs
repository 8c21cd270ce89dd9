for name <- ~w(database machine own_process soak), do: Code.require_file("#{name}.exs", __DIR__)

defmodule Bench.Watching do
  # An instance that has nothing to do, in an operating system process of its own.

  alias Bench.{Machine, OwnProcess}

  @codebase "bench"
  @pause 50
  @idle 10_000

  def run(root, server), do: OwnProcess.call(__MODULE__, :measure, [root], server)

  @doc "In that process: the figures."
  def measure(root) do
    before = Machine.resident_memory()

    {microseconds, :ok} =
      :timer.tc(fn ->
        options = [repo: ParserEngine.Repo, codebase_id: @codebase, root: root]
        {:ok, _instance} = ParserEngine.start_link(options)
        await_current()
      end)

    Enum.each(Process.list(), &:erlang.garbage_collect/1)
    cpu = Machine.cpu(System.pid())
    Process.sleep(@idle)

    %{
      seconds: microseconds / 1.0e6,
      before: before,
      resident: Machine.resident_memory(),
      peak: Machine.peak_memory(),
      watches: Machine.inotify_watches(),
      cpu_percent: 100_000 * (Machine.cpu(System.pid()) - cpu) / @idle
    }
  end

  defp await_current do
    case ParserEngine.status() do
      {:ok,
       %{
         dirty: 0,
         running: 0,
         reconciling: false,
         last_reconcile: %{},
         graph: %{current: true},
         search: %{current: true}
       }} ->
        :ok

      _busy ->
        Process.sleep(@pause)
        await_current()
    end
  end
end

for name <- ~w(codebase database machine own_process),
    do: Code.require_file("#{name}.exs", __DIR__)

defmodule Bench.Watching do
  # An instance in an operating system process of its own: what it takes to do nothing, and what a
  # checkout that changes a twentieth of the files costs it.

  alias Bench.{Codebase, Database, Machine, OwnProcess}

  @codebase "bench"
  @pause 50
  # Until timers and second looks of the start have run out.
  @settle 5_000
  @idle 10_000
  @edited_share 20

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

    Process.sleep(@settle)
    Enum.each(Process.list(), &:erlang.garbage_collect/1)
    cpu = Machine.cpu(System.pid())
    Process.sleep(@idle)

    idle = %{
      seconds: microseconds / 1.0e6,
      before: before,
      resident: Machine.resident_memory(),
      watches: Machine.inotify_watches(),
      cpu_percent: 100_000 * (Machine.cpu(System.pid()) - cpu) / @idle
    }

    Map.merge(idle, edited(root))
  end

  defp edited(root) do
    [paths] = Database.query("SELECT array_agg(path ORDER BY path) FROM codebase_metadata")
    bytes = bytes()
    cpu = Machine.cpu(System.pid())

    {microseconds, :ok} =
      :timer.tc(fn ->
        Codebase.edit(root, paths, @edited_share)
        changed = div(length(paths) - 1, @edited_share) + 1
        await_bytes(Enum.map(bytes, &(&1 + changed)))
        await_current()
      end)

    %{
      edited_seconds: microseconds / 1.0e6,
      edited_cpu: Machine.cpu(System.pid()) - cpu,
      peak: Machine.peak_memory()
    }
  end

  # Each edit is a byte more.
  defp await_bytes(expected) do
    if bytes() != expected, do: Process.sleep(@pause) && await_bytes(expected)
    :ok
  end

  defp bytes do
    Database.query("""
    SELECT (SELECT sum(file_size)::int8 FROM code_files),
           (SELECT sum(size)::int8 FROM codebase_metadata)
    """)
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

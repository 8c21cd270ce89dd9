for name <- ~w(database machine own_process), do: Code.require_file("#{name}.exs", __DIR__)

defmodule Bench.Ingestion do
  # One ingestion in an operating system process of its own.

  alias Bench.{Database, Machine, OwnProcess}

  @codebase "bench"

  def run(root, server),
    do: OwnProcess.call(__MODULE__, :measure, [root, Database.postmaster(server)], server)

  @doc "In that process: the figures."
  def measure(root, postmaster) do
    idle = Machine.peak_memory()
    {vm, server} = {Machine.cpu(System.pid()), Machine.cpu(postmaster, :children)}

    {microseconds, {:ok, summary}} =
      :timer.tc(fn ->
        ParserEngine.parse_and_store_tree(root, repo: ParserEngine.Repo, codebase_id: @codebase)
      end)

    %{
      seconds: microseconds / 1.0e6,
      files: summary.files,
      changed: summary.changed,
      failed: length(summary.failed),
      vm_cpu: since(vm, Machine.cpu(System.pid())),
      server_cpu: since(server, Machine.cpu(postmaster, :children)),
      idle_memory: idle,
      peak_memory: Machine.peak_memory()
    }
  end

  defp since(nil, _after), do: nil
  defp since(before, now), do: now - before
end

for name <- ~w(database machine), do: Code.require_file("#{name}.exs", __DIR__)

defmodule Bench.Ingestion do
  # One ingestion in an operating system process of its own, whose peak memory is then its own.

  alias Bench.{Database, Machine}

  @codebase "bench"

  def run(root, server) do
    file = Path.join(System.tmp_dir!(), "parser_engine-ingestion-#{System.pid()}")
    options = ParserEngine.PrivatePostgres.repo_options(server)
    File.write!(file, :erlang.term_to_binary({root, options, Database.postmaster(server)}))

    try do
      spawn_mix(file)
      file |> File.read!() |> :erlang.binary_to_term()
    after
      File.rm(file)
    end
  end

  defp spawn_mix(file) do
    {output, status} =
      System.cmd(
        "mix",
        ~w[run --no-compile --require bench/support/*.exs --eval Bench.Ingestion.main() -- #{file}],
        stderr_to_stdout: true
      )

    if status != 0, do: raise("the ingestion failed:\n#{output}")
  end

  @doc "In the spawned process: reads what to do from a file, and writes the figures there."
  def main do
    file = List.last(System.argv())
    {root, options, postmaster} = file |> File.read!() |> :erlang.binary_to_term()
    Logger.configure(level: :error)
    Database.connect(options)
    File.write!(file, root |> measure(postmaster) |> :erlang.term_to_binary())
  end

  defp measure(root, postmaster) do
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

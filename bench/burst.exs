# Usage: bench/burst [--files N]

defmodule Bench.Burst do
  alias Bench.{Codebase, Database, Machine, Statistics, Table}
  alias ParserEngine.{PrivatePostgres, Repo}

  @codebase "burst"
  @files 50_000
  @pool 5
  # Between two queries of the host, and between two looks at the mailbox.
  @pause 5

  def main(arguments) do
    {options, []} = OptionParser.parse!(arguments, strict: [files: :integer])
    Logger.configure(level: :critical)
    {:ok, server} = PrivatePostgres.start(ephemeral: true)
    {:ok, _pool} = Repo.start_link([pool_size: @pool] ++ PrivatePostgres.repo_options(server))
    :ok = ParserEngine.Migration.run(Repo)
    root = Codebase.empty()

    try do
      measure(root, server, Keyword.get(options, :files, @files))
    after
      File.rm_rf!(root)
    end
  end

  defp measure(root, server, files) do
    IO.puts("# #{files} files at once\n#{Machine.describe()}\n#{Database.describe(server)}")
    {:ok, _instance} = ParserEngine.start_link(repo: Repo, codebase_id: @codebase, root: root)
    alone = host(fn -> Process.sleep(3_000) end)
    started = now()
    shared = host(fn -> burst(root, files) end)
    seconds = (now() - started) / 1_000_000
    IO.puts("#{round(files / seconds)} files/s, #{memory()} MB of memory in the VM")

    Table.print("The host", ["", "queries", "failed", "p50 ms", "p99 ms", "max ms", "mailbox"], [
      row("alone", alone),
      row("beside the burst", shared)
    ])
  end

  defp burst(root, files) do
    for n <- 1..files do
      folder = Path.join(root, "d#{rem(n, 500)}")
      if n <= 500, do: File.mkdir_p!(folder)
      File.write!(Path.join(folder, "f#{n}.ex"), source(n))
    end

    await_rows(files)
  end

  defp source(n),
    do: "defmodule M#{n} do\n  def f(x) when x > #{n}, do: if(x, do: 1, else: 2)\nend\n"

  defp await_rows(files) do
    Process.sleep(500)
    [count] = Database.query("SELECT count(*)::int8 FROM codebase_metadata")
    if count < files, do: await_rows(files)
  end

  # A host that asks something all the while that `work` lasts.
  defp host(work) do
    host = Task.async(fn -> ask_on(%{times: [], failed: 0, mailbox: 0}) end)
    work.()
    send(host.pid, :stop)
    Task.await(host)
  end

  defp ask_on(seen) do
    started = now()
    failed = if match?({:ok, _one}, Repo.query("SELECT 1::int8", [], [])), do: 0, else: 1
    {:message_queue_len, mailbox} = watcher() |> Process.info(:message_queue_len)

    seen = %{
      times: [(now() - started) / 1_000 | seen.times],
      failed: seen.failed + failed,
      mailbox: max(seen.mailbox, mailbox)
    }

    receive do
      :stop -> seen
    after
      @pause -> ask_on(seen)
    end
  end

  defp watcher, do: Process.whereis(ParserEngine.CodeFileWatcher)

  defp row(name, seen) do
    [name, length(seen.times), seen.failed] ++
      Enum.map([50, 99, 100], &Statistics.percentile(seen.times, &1)) ++ [seen.mailbox]
  end

  defp memory, do: div(:erlang.memory(:total), 1_000_000)
  defp now, do: System.monotonic_time(:microsecond)
end

Bench.Burst.main(System.argv())

defmodule ParserEngine.CodeFileWatcher.SourceOwnerTest do
  # Counts what the whole VM holds, so no other test may watch meanwhile.
  use ExUnit.Case, async: false

  alias ParserEngine.CodeFileWatcher.Source
  alias ParserEngine.{Config, Patience}

  @patience 60_000

  setup do
    root = Path.join(System.tmp_dir!(), "pe-owner-#{System.unique_integer([:positive])}")
    for number <- 1..10, do: File.mkdir_p!(Path.join(root, "lib/d#{number}"))
    on_exit(fn -> File.rm_rf!(root) end)
    {:ok, config: Config.new!(codebase_id: "t", root: root)}
  end

  test "a thousand owners that are killed leave no thread, descriptor or watch", %{config: config} do
    Patience.await(fn -> held() == {0, 0, 0} end, @patience)
    fds = length(File.ls!("/proc/self/fd"))

    for round <- 1..1_000 do
      owner = spawn_owner(config)
      monitor = Process.monitor(owner)
      # Some while their watches are being set, others when all are.
      if rem(round, 2) == 0, do: assert_receive({^owner, :started}, @patience)
      Process.exit(owner, :kill)
      assert_receive {:DOWN, ^monitor, :process, ^owner, :killed}, @patience
    end

    Patience.await(fn -> held() == {0, 0, 0} end, @patience)
    Patience.await(fn -> length(File.ls!("/proc/self/fd")) <= fds end, @patience)
  end

  test "watches of one VM share an inotify instance", %{config: config} do
    owners = for _ <- 1..50, do: spawn_owner(config)
    for owner <- owners, do: assert_receive({^owner, :started}, @patience)
    assert {51, 1, 12} = held()
    for owner <- owners, do: Process.exit(owner, :kill)
    Patience.await(fn -> held() == {0, 0, 0} end, @patience)
  end

  defp spawn_owner(config) do
    test = self()

    spawn(fn ->
      {:ok, _source} = Source.start(config)
      receive do: ({:code_watch_rescan, _reference, "started"} -> send(test, {self(), :started}))
      Process.sleep(:infinity)
    end)
  end

  # Threads, inotify instances and watches.
  defp held do
    threads = for task <- ls("task"), watch_thread?(read("task/#{task}/comm")), do: task
    instances = for fd <- ls("fd"), link("fd/#{fd}") == "anon_inode:inotify", do: fd
    watches = for fd <- instances, line <- watch_lines(read("fdinfo/#{fd}")), do: line
    {length(threads), length(instances), length(watches)}
  end

  defp watch_thread?(name), do: String.starts_with?(name, "code_watch")

  defp watch_lines(info),
    do: for(line <- String.split(info, "\n"), String.starts_with?(line, "inotify "), do: line)

  # Threads and descriptors may go between listing and looking.
  defp ls(name), do: File.ls!("/proc/self/#{name}")
  defp read(name), do: with({:error, _} <- File.read("/proc/self/#{name}"), do: "") |> text()
  defp link(name), do: with({:error, _} <- File.read_link("/proc/self/#{name}"), do: "") |> text()
  defp text({:ok, text}), do: text
  defp text(text), do: text
end

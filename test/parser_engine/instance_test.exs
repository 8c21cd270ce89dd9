defmodule ParserEngine.InstanceTest do
  # Threads and descriptors of the whole VM are counted, and the default name is taken.
  use ParserEngine.LiveCase, async: false

  import ExUnit.CaptureLog

  alias ParserEngine.{CodeFileWatcher, Config, Error}
  alias ParserEngine.CodeFileWatcher.Source

  describe "names" do
    test "the default instance's watcher is found by its module", context do
      assert Process.whereis(CodeFileWatcher) == nil
      start_live(context, name: ParserEngine, codebase_id: "default")
      assert is_pid(Process.whereis(CodeFileWatcher))
      assert {:ok, %{mode: :native}} = CodeFileWatcher.status()

      # Beside another one the default instance is meant where none is named.
      start_live(context)
      write(context, "a.ex")
      # By its event, or since somebody waits for it.
      assert {:ok, done} = ParserEngine.await_synced("a.ex", 10_000)
      assert done in [:both_tables, :unchanged]
      :ok = stop_supervised(ParserEngine)
      assert Process.whereis(CodeFileWatcher) == nil
    end

    test "two instances on two trees mind their own", context do
      one = start_live(context)
      {:ok, root: root} = make_tree(context)
      other = start_live(%{context | root: root})
      write(context, "a.ex")
      write(%{root: root}, "b.ex")
      assert_converges(one)
      assert_converges(other)
      eventually(fn -> {paths(one), paths(other)} == {["a.ex"], ["b.ex"]} end)
    end

    test "two instances on one tree keep a codebase each", context do
      one = start_live(context)
      other = start_live(context)
      write(context, "a.ex")
      eventually(fn -> {paths(one), paths(other)} == {["a.ex"], ["a.ex"]} end)
      assert_converges(one)
      assert_converges(other)
    end
  end

  describe "what cannot be started" do
    setup do
      Process.flag(:trap_exit, true)
      :ok
    end

    test "names the option", context do
      for {more, words} <- [
            {[debounse: 1], "unknown option :debounse, did you mean :debounce?"},
            {[debounce: "fast"], "option :debounce is \"fast\""},
            {[codebase_id: nil], "option :codebase_id"},
            {[repo: nil], "option :repo is missing"}
          ] do
        options = options(context, more)
        error = assert_raise ArgumentError, fn -> ParserEngine.start_link(options) end
        assert Exception.message(error) =~ words
        assert {:error, reason} = start_supervised({ParserEngine, options})
        assert inspect(reason) =~ hd(String.split(words, "\""))
      end
    end

    test "says what is wrong with the root", context do
      file = write(context, "file")

      for {root, reason} <- [{context.root <> "/none", :enoent}, {file, :not_a_directory}] do
        options = options(context, root: root)
        assert ParserEngine.start_link(options) == {:error, %Error{reason: reason}}
      end
    end
  end

  describe "what changed while nobody watched" do
    setup context do
      for n <- 1..50, do: write(context, "lib/f#{n}.ex")
      :ok
    end

    test "is found at the next start", context do
      live = start_live(context)
      assert_converges(live)
      :ok = stop_supervised(live.config.name)

      for n <- 1..10, do: File.rm!(Path.join(context.root, "lib/f#{n}.ex"))
      for n <- 11..20, do: rename(context, "lib/f#{n}.ex", "lib/renamed#{n}.ex")
      for n <- 21..30, do: write(context, "lib/f#{n}.ex", source("edited", n))
      # Not because their rows are as young as they are.
      ParserEngine.CodebaseCase.settle(live.config)
      for n <- 31..35, do: same_size_and_time(context, "lib/f#{n}.ex")
      for n <- 1..5, do: write(context, "new/g#{n}.ex")

      again = start_live(context, codebase_id: live.config.codebase_id)
      assert_converges(again)
      assert length(paths(again)) == 45
    end

    test "while the watcher was being restarted is found as well", context do
      live = start_live(context)
      assert_converges(live)

      for round <- 1..3 do
        # It misses what happens after it was stopped, and everything it was told.
        :sys.suspend(live.watcher)
        watcher = Process.whereis(live.watcher)
        for n <- 1..10, do: write(context, "lib/f#{n}.ex", source("round", round * 100 + n))
        File.rm!(Path.join(context.root, "lib/f#{20 + round}.ex"))
        Process.exit(watcher, :kill)
        await_event([:watcher, :reconciled])
        assert_converges(live)
        assert Process.whereis(live.watcher) not in [watcher, nil]
      end

      assert Process.alive?(live.supervisor)
    end

    test "an empty root is not taken for an empty codebase", context do
      live = start_live(context)
      assert_converges(live)
      :ok = stop_supervised(live.config.name)
      File.rm_rf!(Path.join(context.root, "lib"))

      log = capture_log(fn -> start_live(context, codebase_id: live.config.codebase_id) end)
      assert log =~ "their rows are kept"
      assert length(paths(live)) == 50
    end
  end

  test "the root removed and made again is watched again", context do
    write(context, "a.ex")
    live = start_live(context)
    assert_converges(live)
    File.rm_rf!(context.root)
    write(context, "b.ex")
    eventually(fn -> paths(live) == ["b.ex"] end)
    write(context, "c.ex")
    eventually(fn -> paths(live) == ["b.ex", "c.ex"] end)
    assert_converges(live)
  end

  test "a root in whose place there is another tree keeps its rows until a word is said",
       context do
    for n <- 1..110, do: write(context, "lib/f#{n}.ex")
    live = start_live(context)
    assert_converges(live)
    File.rename!(context.root, context.root <> "-away")
    on_exit(fn -> File.rm_rf!(context.root <> "-away") end)
    write(context, "README.md")
    eventually(fn -> match?({:ok, %{suspect: true}}, CodeFileWatcher.status(live.watcher)) end)
    eventually(fn -> "README.md" in paths(live) end)
    assert length(paths(live)) == 111
    :ok = CodeFileWatcher.reconcile(live.watcher, allow_mass_delete: true)
    eventually(fn -> paths(live) == ["README.md"] end)
    assert_converges(live)
  end

  test "what waits when another tree takes the place of the root keeps its rows", context do
    for n <- 1..110, do: write(context, "lib/f#{n}.ex")
    live = start_live(context, batch: 2_000, debounce: 20)
    assert_converges(live)
    for n <- 1..5, do: write(context, "lib/f#{n}.ex", "defmodule New#{n}, do: nil\n")
    eventually(fn -> match?({:ok, %{dirty: 5}}, CodeFileWatcher.status(live.watcher)) end)
    File.rename!(context.root, context.root <> "-away")
    on_exit(fn -> File.rm_rf!(context.root <> "-away") end)
    write(context, "README.md")
    eventually(fn -> "README.md" in paths(live) end)

    eventually(fn ->
      match?(
        {:ok, %{dirty: 0, running: 0, suspect: true}},
        CodeFileWatcher.status(live.watcher)
      )
    end)

    assert length(paths(live)) == 111
  end

  test "whoever starts after another tree has taken the place of the root keeps its rows",
       context do
    for n <- 1..30, do: write(context, "lib/f#{n}.ex")
    live = start_live(context)
    assert_converges(live)
    File.rename!(context.root, context.root <> "-away")
    on_exit(fn -> File.rm_rf!(context.root <> "-away") end)
    write(context, "README.md")
    eventually(fn -> "README.md" in paths(live) end)

    Process.exit(Process.whereis(live.watcher), :kill)
    eventually(fn -> match?({:ok, %{suspect: true}}, CodeFileWatcher.status(live.watcher)) end)
    assert length(paths(live)) == 31
    :ok = stop_supervised(live.config.name)

    again = start_live(context, codebase_id: live.config.codebase_id)
    assert {:ok, %{suspect: true}} = CodeFileWatcher.status(again.watcher)
    assert length(paths(again)) == 31

    # What is deleted in it waits for the word too.
    File.rm!(Path.join(context.root, "README.md"))
    write(context, "a.ex")
    eventually(fn -> "a.ex" in paths(again) end)
    assert ParserEngine.await_synced("README.md", 10_000) == {:skipped, :root_replaced}
    :ok = CodeFileWatcher.reconcile(again.watcher, allow_mass_delete: true)
    eventually(fn -> paths(again) == ["a.ex"] end)
    assert_converges(again)
  end

  test "a watcher that is restarted while the root is away waits for it", context do
    write(context, "a.ex")
    live = start_live(context)
    eventually(fn -> paths(live) == ["a.ex"] end)
    File.rename!(context.root, context.root <> "-away")

    for _ <- 1..2 do
      watcher = eventually(fn -> Process.whereis(live.watcher) end)
      monitor = Process.monitor(watcher)
      Process.exit(watcher, :kill)
      assert_receive {:DOWN, ^monitor, :process, ^watcher, :killed}
    end

    eventually(fn ->
      match?(
        {:ok, %{degraded: [%{reason: "root_missing"}]}},
        CodeFileWatcher.status(live.watcher)
      )
    end)

    assert paths(live) == ["a.ex"]
    assert Process.alive?(live.supervisor)
    File.rename!(context.root <> "-away", context.root)
    write(context, "b.ex")
    eventually(fn -> paths(live) == ["a.ex", "b.ex"] end)
    assert_converges(live)
  end

  test "watches end with their owners: no thread, no inotify descriptor stays", context do
    for n <- 1..5, do: write(context, "d#{n}/f.ex")
    config = Config.new!(options(context))
    kill_owner(config)
    before = eventually(fn -> settled() end)
    for _ <- 1..200, do: kill_owner(config)
    # Others may start a few threads meanwhile; two hundred watches would leave four hundred.
    eventually(fn -> threads() <= before.threads + 20 and inotify() <= before.inotify end)
  end

  test "a stop lets running statements end", context do
    live = start_live(context)
    release = hold(live)
    write(context, "a.ex")
    eventually(fn -> match?({:ok, %{running: 1}}, CodeFileWatcher.status(live.watcher)) end)

    log =
      capture_log(fn ->
        stop = Task.async(fn -> Supervisor.stop(live.supervisor) end)
        monitor = Process.monitor(live.supervisor)
        release.()
        Task.await(stop)
        assert_receive {:DOWN, ^monitor, :process, _pid, _reason}
      end)

    assert value(live, "a.ex", "content") == source("a.ex")
    refute log =~ "[error]"
  end

  defp kill_owner(config) do
    test = self()

    {owner, monitor} =
      spawn_monitor(fn ->
        {:ok, _source} = Source.start(config)
        send(test, :watching)
        Process.sleep(:infinity)
      end)

    assert_receive :watching, 20_000
    Process.exit(owner, :kill)
    assert_receive {:DOWN, ^monitor, :process, ^owner, :killed}
  end

  # The pool's threads have started, and the first watch has gone.
  defp settled do
    if inotify() == 0, do: %{threads: threads(), inotify: 0}
  end

  defp threads, do: length(File.ls!("/proc/self/task"))

  defp inotify do
    Enum.count(File.ls!("/proc/self/fd"), fn fd ->
      File.read_link("/proc/self/fd/#{fd}") == {:ok, "anon_inode:inotify"}
    end)
  end

  defp rename(context, from, to),
    do: File.rename!(Path.join(context.root, from), Path.join(context.root, to))

  defp same_size_and_time(context, path) do
    file = Path.join(context.root, path)
    witness = Path.join(context.root, "witness")
    # Erlang's own would cut off the fraction of a second.
    {_, 0} = System.cmd("touch", ["-r", file, witness])
    File.write!(file, String.replace(File.read!(file), ":other", ":OTHER"))
    {_, 0} = System.cmd("touch", ["-r", witness, file])
  end
end

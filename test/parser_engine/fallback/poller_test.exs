defmodule ParserEngine.Fallback.PollerTest do
  use ExUnit.Case, async: true

  import ExUnit.CaptureLog

  alias ParserEngine.Config
  alias ParserEngine.Fallback.Poller

  @long_ago 1_700_000_000

  defp entry(path, size, modified, changed \\ nil) do
    [mtime, ctime] = for second <- [modified, changed || modified], do: second * 1_000_000_000
    %{path: path, size: size, mtime_ns: mtime, ctime_ns: ctime, inode: 1}
  end

  describe "snapshots" do
    test "tell new, changed and vanished paths" do
      before = Poller.snapshot([entry("a", 1, 10), entry("b", 1, 10), entry("c", 1, 10)], 20)
      now = Poller.snapshot([entry("a", 1, 10), entry("b", 2, 10), entry("d", 1, 11)], 21)
      assert Poller.changes(before, now) == ["b", "c", "d"]
      assert Poller.changes(now, now) == []
    end

    test "do not trust a file of the current second" do
      entries = [entry("a", 1, 20)]
      before = Poller.snapshot(entries, 20)
      settled = Poller.snapshot(entries, 21)
      assert Poller.changes(before, settled) == ["a"]
      assert Poller.changes(settled, Poller.snapshot(entries, 22)) == []
    end

    test "tell a file whose time of modification was set back" do
      [before, now] =
        for changed <- [11, 12], do: Poller.snapshot([entry("a", 1, 10, changed)], 20)

      assert Poller.changes(before, now) == ["a"]
      young = Poller.snapshot([entry("a", 1, 10, 20)], 20)
      assert Poller.changes(young, Poller.snapshot([entry("a", 1, 10, 20)], 21)) == ["a"]
    end

    test "trust a file of the future, which would look changed until then" do
      entries = [entry("a", 1, 30)]
      assert Poller.changes(Poller.snapshot(entries, 20), Poller.snapshot(entries, 21)) == []
    end
  end

  describe "the process" do
    @describetag :tmp_dir

    setup %{tmp_dir: root} do
      write(root, "a.ex", "1", @long_ago)
      write(root, "b.ex", "1", @long_ago)

      {:ok, config} =
        Config.validate(
          codebase_id: "t",
          root: root,
          respect_gitignore: false,
          poll_interval: 600_000
        )

      reference = make_ref()
      polled = :counters.new(1, [])
      poller = start_supervised!({Poller, options(config, reference, polled)})
      settle(poller, reference)
      %{poller: poller, reference: reference, polled: polled}
    end

    defp options(config, reference, polled),
      do: [config: config, owner: self(), reference: reference, polled: polled]

    defp write(root, path, text, second) do
      File.mkdir_p!(Path.dirname(Path.join(root, path)))
      File.write!(Path.join(root, path), text)
      File.touch!(Path.join(root, path), second)
    end

    # A file that was written in this very second is told of until the second is over.
    defp settle(poller, reference) do
      poll(poller)

      receive do
        {:code_files_changed, ^reference, _paths} -> settle(poller, reference)
      after
        0 -> :ok
      end
    end

    defp await_told(reference, path) do
      assert_receive {:code_files_changed, ^reference, paths}, 5_000
      path in paths or await_told(reference, path)
    end

    # The poll has been dealt with when the next call is answered.
    defp poll(poller) do
      send(poller, :poll)
      :sys.get_state(poller)
    end

    test "tells its owner what is new, changed and gone", context do
      %{tmp_dir: root, poller: poller, reference: reference} = context
      poll(poller)
      refute_received {:code_files_changed, ^reference, _}

      write(root, "new.ex", "1", @long_ago)
      write(root, "a.ex", "2", @long_ago + 1)
      File.rm!(Path.join(root, "b.ex"))
      poll(poller)
      assert_received {:code_files_changed, ^reference, ["a.ex", "b.ex", "new.ex"]}
      settle(poller, reference)
    end

    test "tells of what was found by others, and went before it looked", context do
      %{poller: poller, reference: reference} = context
      Poller.remember(poller, ["a.ex", "found.ex"])
      poll(poller)
      assert_received {:code_files_changed, ^reference, ["found.ex"]}
      poll(poller)
      refute_received {:code_files_changed, ^reference, _}
    end

    test "counts the directories that it lists", context do
      assert :counters.get(context.polled, 1) == 1
      write(context.tmp_dir, "lib/c.ex", "1", @long_ago)
      poll(context.poller)
      assert :counters.get(context.polled, 1) == 2
    end

    test "reports nothing as gone while the root is away", context do
      %{tmp_dir: root, poller: poller, reference: reference} = context
      away = root <> "-away"
      File.rename!(root, away)
      log = capture_log(fn -> poll(poller) end)
      File.rename!(away, root)

      assert log =~ "cannot list #{root}: there is no such file or directory"
      poll(poller)
      refute_received {:code_files_changed, ^reference, _}
    end

    test "goes on by itself", %{tmp_dir: root} do
      {:ok, config} =
        Config.validate(codebase_id: "t", root: root, respect_gitignore: false, poll_interval: 10)

      reference = make_ref()
      start_supervised!({Poller, options(config, reference, :counters.new(1, []))}, id: :fast)
      write(root, "c.ex", "1", @long_ago)
      await_told(reference, "c.ex")
      write(root, "d.ex", "1", @long_ago)
      await_told(reference, "d.ex")
    end
  end

  @tag :tmp_dir
  test "ends with its owner", %{tmp_dir: root} do
    owner = spawn(fn -> receive do: (:end -> :ok) end)
    {:ok, config} = Config.validate(codebase_id: "t", root: root)

    options = [config: config, owner: owner, reference: make_ref(), polled: :counters.new(1, [])]
    {:ok, poller} = GenServer.start(Poller, options)

    monitor = Process.monitor(poller)
    send(owner, :end)
    assert_receive {:DOWN, ^monitor, :process, ^poller, :normal}, 5_000
  end
end

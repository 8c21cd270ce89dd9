defmodule ParserEngine.QuarantineTest do
  # A grammar that ends the VM, as it looks from outside: the thread that parses gets a signal.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Config, Crash, Ingest, Native, OtherVM, Quarantine, Sync}

  @moduletag :tmp_dir
  # Its parse takes seconds.
  @slow "slow.json"
  @sources for number <- 1..20,
               do: {"lib/m#{number}.ex", "defmodule M#{number} do\n  def f, do: #{number}\nend\n"}

  setup %{config: config, tmp_dir: tmp_dir, root: root} do
    for {path, text} <- @sources, do: write(root, path, text)
    write(root, @slow, String.duplicate(~s({"a": [1, 2, \n), 400) <> broken(1_900_000))
    {:ok, config: %{config | state_dir: Path.join(tmp_dir, "state"), parse_timeout: 60_000}}
  end

  defp broken(bytes), do: String.duplicate(~s(]{:"a"\n), div(bytes, 7))

  test "a crash is laid to the content whose parse it was, until that changes", context do
    %{config: config, root: root} = context
    crash(context, "first", :abort)

    vm = start(context, "second")
    assert {:ok, %{failed: []}} = OtherVM.call(vm, Ingest, :run, [config])
    assert status(config, @slow) == ["quarantined", File.read!(Path.join(root, @slow))]
    for {path, text} <- @sources, do: assert(status(config, path) == ["ok", text])

    assert {:ok, entries} = OtherVM.call(vm, Quarantine, :entries, [config])
    assert [%{path: @slow, language: "json", reason: "sigabrt"}] = entries
    assert hd(entries).analysis_version == Native.analysis_version(true, [])

    # It is known by now, and costs nothing more.
    assert OtherVM.call(vm, Sync, :path, [config, @slow]).result == {:ok, :unchanged}

    write(root, @slow, ~s({"a": 1}\n))
    assert OtherVM.call(vm, Sync, :path, [config, @slow]).result == {:ok, :both_tables}
    assert status(config, @slow) == ["ok", ~s({"a": 1}\n)]
  end

  test "what was quarantined is tried again on request", %{config: config} = context do
    crash(context, "first", :abort)

    vm = start(context, "second")
    impatient = %{config | parse_timeout: 100}
    assert {:ok, %{failed: []}} = OtherVM.call(vm, Ingest, :run, [impatient])
    assert hd(status(config, @slow)) == "quarantined"

    assert OtherVM.call(vm, Quarantine, :retry, [impatient, @slow]) == {:ok, :both_tables}
    assert hd(status(config, @slow)) == "timeout"
    assert OtherVM.call(vm, Quarantine, :entries, [config]) == {:ok, []}
  end

  test "a VM that is killed quarantines nothing", %{config: config} = context do
    crash(context, "first", :kill)

    vm = start(context, "second")
    assert {:ok, [_ | _] = entries} = OtherVM.call(vm, Quarantine, :entries, [config])
    assert Enum.map(entries, & &1.reason) |> Enum.uniq() == ["suspect"]
    assert @slow in Enum.map(entries, & &1.path)

    impatient = %{config | parse_timeout: 100}
    assert {:ok, %{failed: []}} = OtherVM.call(vm, Ingest, :run, [impatient])
    assert hd(status(config, @slow)) == "timeout"
    for {path, text} <- @sources, do: assert(status(config, path) == ["ok", text])
    assert OtherVM.call(vm, Quarantine, :entries, [config]) == {:ok, []}
  end

  test "what is not survived twice in a row is quarantined", %{config: config} = context do
    for vm <- ["first", "second"], do: crash(context, vm, :kill)

    vm = start(context, "third")
    assert {:ok, %{failed: []}} = OtherVM.call(vm, Ingest, :run, [config])
    assert hd(status(config, @slow)) == "quarantined"
    assert {:ok, [entry]} = OtherVM.call(vm, Quarantine, :entries, [config])
    assert %{path: @slow, reason: "killed_twice"} = entry
  end

  test "without a folder for the journal all goes on, with one warning", context do
    file = write(context.root, "no_folder", "")
    options = Keyword.put(context.options, :state_dir, Path.join(file, "state"))
    config = %{Config.new!(options) | parse_timeout: 100}
    vm = start(context, "first")
    assert {:ok, %{failed: []}} = OtherVM.call(vm, Ingest, :run, [config])
    for {path, text} <- @sources, do: assert(status(config, path) == ["ok", text])
    assert OtherVM.call(vm, Sync, :path, [config, "lib/m1.ex"]).result == {:ok, :unchanged}

    warning = "no crash journal in #{config.state_dir} (Not a directory"
    assert [_before, _after] = String.split(OtherVM.log(vm), warning)
    assert {:error, {:io, _words}} = OtherVM.call(vm, Quarantine, :entries, [config])
  end

  defp start(%{tmp_dir: tmp_dir}, name) do
    vm = OtherVM.start(Path.join(tmp_dir, name))
    OtherVM.start_repo(vm)
    vm
  end

  defp crash(context, name, how),
    do: context |> start(name) |> Crash.while_parsing(context.config, @slow, how)

  defp status(config, path) do
    sql = "SELECT parse_status, content FROM T WHERE codebase_id = $1 AND file_path = $2"
    [row] = rows(config, :code_files, sql, [config.codebase_id, path])
    row
  end
end

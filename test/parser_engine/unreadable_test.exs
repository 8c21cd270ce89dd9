defmodule ParserEngine.UnreadableTest do
  # Modes do not bind root, so these run in a VM of the account that runs PostgreSQL.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Config, Ingest, OtherVM, Reconcile, Sync, TestPostgres}

  @source "defmodule A do\nend\n"

  setup %{root: root} do
    account = TestPostgres.server().cluster.account
    folder = root <> "-vm"
    File.mkdir_p!(folder)
    File.chmod!(folder, 0o777)
    on_exit(fn -> File.rm_rf!(folder) end)
    vm = OtherVM.start(folder, fn _native -> :ok end, account: account)
    OtherVM.start_repo(vm)
    {:ok, vm: vm}
  end

  test "a file without read permission says so and keeps its rows", context do
    %{vm: vm, config: config, options: options, root: root} = context
    file = write(root, "a.ex", @source)
    assert sync(vm, config, "a.ex") == {:ok, :both_tables}
    File.chmod!(file, 0o000)

    assert OtherVM.call(vm, ParserEngine, :parse_file, [file]) == {:error, :eacces}
    assert sync(vm, config, "a.ex") == {:error, :eacces}
    single = [file, options]

    assert OtherVM.call(vm, ParserEngine, :parse_and_store_single_file, single) ==
             {:error, :eacces}

    assert OtherVM.log(vm) =~ "a.ex failed: the file may not be read: permission denied"
    for table <- Config.tables(), do: assert(paths(config, table) == ["a.ex"])
  end

  test "what is below a directory that cannot be entered keeps its rows", context do
    %{vm: vm, config: config, root: root} = context
    write(root, "a.ex", @source)
    write(root, "lib/b.ex", @source)
    File.touch!(Path.join(root, "a.ex"), 1_700_000_000)
    assert {:ok, %{failed: []}} = OtherVM.call(vm, Ingest, :run, [config])
    File.chmod!(Path.join(root, "lib"), 0o000)
    on_exit(fn -> File.chmod(Path.join(root, "lib"), 0o755) end)

    assert {:ok, plan} = OtherVM.call(vm, Reconcile, :plan, [config])
    assert %{absent: [], report: %{accepted: 1, errors: [{"lib", text}]}} = plan
    assert text =~ ~r/permission denied/i

    assert {:ok, summary} = OtherVM.call(vm, Ingest, :run, [config])
    assert [{"lib", _text}] = summary.errors
    refute Ingest.Summary.complete?(summary)
    assert sync(vm, config, "lib/b.ex") == {:error, :eacces}
    for table <- Config.tables(), do: assert(paths(config, table) == ["a.ex", "lib/b.ex"])

    assert {:ok, %{files: [%{path: "a.ex"}], failed: [{"lib", {:io, _text}}]}} =
             OtherVM.call(vm, ParserEngine, :parse_tree, [root])
  end

  test "a root that cannot be read says nothing about its files", context do
    %{vm: vm, config: config, root: root} = context
    write(root, "a.ex", @source)
    assert {:ok, %{failed: []}} = OtherVM.call(vm, Ingest, :run, [config])
    File.chmod!(root, 0o000)
    on_exit(fn -> File.chmod(root, 0o755) end)

    assert {:error, reason} = OtherVM.call(vm, Ingest, :run, [config])
    assert ParserEngine.Error.message(reason) =~ ~r/permission denied/i
    for table <- Config.tables(), do: assert(paths(config, table) == ["a.ex"])
  end

  defp sync(vm, config, path), do: OtherVM.call(vm, Sync, :path, [config, path]).result
end

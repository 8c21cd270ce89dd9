defmodule ParserEngine.StandbyTest do
  use ParserEngine.LiveCase, async: true

  alias ParserEngine.{CodeFileWatcher, Config, OtherVM, Store, Telemetry}
  alias ParserEngine.CodeFileWatcher.Lease

  @lease 900

  setup context do
    for n <- 1..20, do: write(context, "lib/f#{n}.ex")
    :ok
  end

  describe "of two instances" do
    setup context do
      # Long: only a stop that gives it back explains that another one has it soon.
      leader = start_live(context, lease: 3_600_000)
      assert_converges(leader)
      {:ok, leader: leader, standby: start_standby(context, leader)}
    end

    test "one does the work, once", %{leader: leader, standby: standby} = context do
      counts = count_results(leader)
      for n <- 1..20, do: write(context, "lib/f#{n}.ex", source("edited", n))
      eventually(fn -> value(leader, "lib/f20.ex", "content") == source("edited", 20) end)
      assert_converges(leader)

      # A standby that synced as well would have written these, or found them unchanged.
      assert %{{:ok, :both_tables} => 20} == results(counts)
      assert role(standby) == :standby
    end

    test "the other one takes over at once from one that stops",
         %{leader: leader, standby: standby} = context do
      stop_supervised!(leader.config.name)
      write(context, "while/nobody.ex")
      File.rm!(Path.join(context.root, "lib/f1.ex"))
      await_role(standby, :leader)
      assert_converges(standby)
      write(context, "after.ex")
      eventually(fn -> "after.ex" in paths(standby) end)
      assert_converges(standby)
    end

    test "a watcher that is restarted still leads", %{leader: leader, standby: standby} do
      {:ok, holder} = Store.lease_holder(leader.config)
      killed = Process.whereis(leader.watcher)
      Process.exit(killed, :kill)
      eventually(fn -> Process.whereis(leader.watcher) not in [killed, nil] end)
      await_role(leader, :leader)
      assert role(standby) == :standby
      assert Store.lease_holder(leader.config) == {:ok, holder}
    end

    test "the standby syncs what somebody waits for", %{standby: standby} = context do
      write(context, "lib/f1.ex", source("awaited", 1))
      assert {:ok, _synced} = ParserEngine.await_synced("lib/f1.ex", 20_000, name: name(standby))
      assert value(standby, "lib/f1.ex", "content") == source("awaited", 1)
      File.rm!(Path.join(context.root, "lib/f1.ex"))

      assert ParserEngine.await_synced("lib/f1.ex", 20_000, name: name(standby)) ==
               {:ok, :deleted}
    end

    test "the standby says who else compares", %{leader: leader, standby: standby} do
      {:ok, holder} = Store.lease_holder(leader.config)
      assert ParserEngine.reconcile(name: name(standby)) == {:error, {:standby, holder}}
      assert ParserEngine.reconcile(name: name(leader)) == :ok
      await_event([:watcher, :reconciled])
    end
  end

  test "a lease that runs out is taken over; one whose holder is dead is not waited for",
       context do
    config = Config.new!(options(context))
    {:ok, :held} = Store.acquire_lease(config, "elsewhere 1 x", 2_000)
    standby = start_standby(context, %{config: config})
    assert role(standby) == :standby
    await_role(standby, :leader)
    assert_converges(standby)
  end

  test "one that stands by from the start says who leads", context do
    options = options(context)
    config = Config.new!(options)
    {:ok, :held} = Store.acquire_lease(config, "elsewhere 1 x", 3_600_000)
    listen(config.codebase_id)
    start_supervised!({ParserEngine, options})
    assert_receive {:event, [:watcher, :lease], _, told}, 20_000
    assert %{role: :standby, holder: "elsewhere 1 x"} = told
  end

  test "the lease of one that has died on this machine is not waited for", context do
    config = Config.new!(options(context))
    [host, _pid, _number] = String.split(Lease.holder(), " ")
    # There is no process of such a number.
    {:ok, :held} = Store.acquire_lease(config, "#{host} 4194305 x", 3_600_000)
    live = start_live(context, codebase_id: config.codebase_id)
    assert role(live) == :leader
  end

  test "one on another machine is, though the machines share a name", context do
    config = Config.new!(options(context))
    [host, _pid, _number] = String.split(Lease.holder(), " ")
    {:ok, boot} = File.read("/proc/sys/kernel/random/boot_id")
    other = String.replace(host, String.trim(boot), "another-boot")
    {:ok, :held} = Store.acquire_lease(config, "#{other} 4194305 x", 3_600_000)
    assert role(start_standby(context, %{config: config})) == :standby
  end

  test "a word that came before it was known who leads is not kept for later", context do
    options = options(context, lease: @lease)
    config = Config.new!(options)
    {:ok, _summary} = ParserEngine.parse_and_store_tree(context.root, options)
    {:ok, :held} = Store.acquire_lease(config, "elsewhere 1 x", 3_600_000)
    File.rm_rf!(Path.join(context.root, "lib"))
    listen(config.codebase_id)

    release = hold(%{config: config}, :parser_engine_leases)
    start_supervised!({ParserEngine, options})
    live = %{config: config, watcher: Config.watcher(config)}
    assert CodeFileWatcher.reconcile(live.watcher, allow_mass_delete: true) == :ok
    release.()
    eventually(fn -> match?({:error, {:standby, _}}, CodeFileWatcher.reconcile(live.watcher)) end)

    :ok = Store.release_lease(config, "elsewhere 1 x")
    await_event([:watcher, :reconciled])
    assert {:ok, %{role: :leader, suspect: true}} = CodeFileWatcher.status(live.watcher)
    assert length(paths(live)) == 20
  end

  test "without a lease all work", context do
    one = start_live(context, lease: :none)
    other = start_live(context, lease: :none, codebase_id: one.config.codebase_id)
    assert {role(one), role(other)} == {:leader, :leader}
    assert Store.lease_holder(one.config) == {:ok, nil}
  end

  @tag :tmp_dir
  test "a leader in another VM that is killed", %{tmp_dir: folder} = context do
    options = options(context, lease: 2_000)
    vm = OtherVM.start(folder)
    OtherVM.start_repo(vm)
    OtherVM.start_child(vm, {ParserEngine, options})
    config = Config.new!(options)
    eventually(fn -> length(paths(%{config: config})) == 20 end)

    standby = start_standby(context, %{config: config})
    counts = count_results(standby)
    for n <- 1..20, do: write(context, "lib/f#{n}.ex", source("edited", n))
    eventually(fn -> value(standby, "lib/f20.ex", "content") == source("edited", 20) end)
    assert results(counts) == %{}

    write(context, "last.ex")
    {_output, 0} = System.cmd("kill", ["-9", OtherVM.call(vm, System, :pid)])
    await_role(standby, :leader)
    assert_converges(standby)
    # What the other one had done was not done again.
    assert Map.get(results(counts), {:ok, :both_tables}, 0) <= 1
  end

  # One that has been told that another one leads.
  defp start_standby(context, %{config: config}) do
    options = options(context, codebase_id: config.codebase_id, lease: @lease)
    listen(options[:codebase_id])
    supervisor = start_supervised!({ParserEngine, options}, id: options[:name])
    config = Config.new!(options)
    live = %{config: config, watcher: Config.watcher(config), supervisor: supervisor}
    eventually(fn -> match?({:error, {:standby, _}}, CodeFileWatcher.reconcile(live.watcher)) end)
    live
  end

  defp name(live), do: live.config.name

  defp await_role(live, role), do: eventually(fn -> role(live) == role end)

  defp role(live) do
    with {:ok, status} <- CodeFileWatcher.status(live.watcher), do: status.role
  end

  # Counts what the syncs of this VM come to from now on, by result.
  defp count_results(%{config: %{codebase_id: codebase_id}}) do
    counts = start_supervised!({Agent, fn -> %{} end})

    Telemetry.attach(counts, [[:parser_engine, :sync, :stop]], fn _event, _measured, metadata ->
      if metadata.codebase_id == codebase_id, do: Agent.update(counts, &sum(&1, metadata.results))
    end)

    on_exit(fn -> Telemetry.detach(counts) end)
    counts
  end

  defp sum(one, other), do: Map.merge(one, other, fn _result, m, n -> m + n end)
  defp results(counts), do: Agent.get(counts, & &1)
end

defmodule ParserEngine.PrivatePostgresTest do
  use ExUnit.Case, async: true

  alias ParserEngine.{Patience, PrivatePostgres, StandaloneRepo}
  alias ParserEngine.PrivatePostgres.{Account, Cluster, Installation}

  @moduletag timeout: 120_000

  setup do
    name = "parser_engine-test-#{System.pid()}-#{System.unique_integer([:positive])}"
    home = Path.join(System.tmp_dir!(), name)
    on_exit(fn -> File.rm_rf!(home) end)
    {:ok, home: home}
  end

  defp start!(options) do
    {:ok, server} = PrivatePostgres.start(options)
    on_exit(fn -> PrivatePostgres.stop(server) end)
    server
  end

  defp psql(server, sql) do
    arguments = [
      "-h",
      server.socket_dir,
      "-U",
      server.username,
      "-d",
      server.database,
      "-AtXc",
      sql
    ]

    {output, status} =
      System.cmd(Path.join(server.bin_dir, "psql"), arguments, stderr_to_stdout: true)

    {String.trim(output), status}
  end

  defp postmaster(server) do
    [pid | _] = server.data_dir |> Path.join("postmaster.pid") |> File.stream!() |> Enum.take(1)
    String.trim(pid)
  end

  # An ended process stays in the table until init has taken note of it.
  defp alive?(pid) do
    case File.read("/proc/#{pid}/stat") do
      {:ok, stat} -> not (stat =~ ~r/\) [ZX] /)
      {:error, _} -> false
    end
  end

  defp folder(home) do
    {:ok, installation} = Installation.find(Account.home())
    Path.join(home, "postgres-#{Installation.major(installation)}")
  end

  test "starts for its user only, keeps what was written, and stops", %{home: home} do
    server = start!(home: home)
    assert %{started?: true, username: "parser_engine", database: "parser_engine"} = server

    for folder <- [server.socket_dir, Path.dirname(server.data_dir)],
        do: assert(Bitwise.band(File.stat!(folder).mode, 0o777) == 0o700)

    assert psql(server, "SHOW listen_addresses") == {"", 0}
    assert {_, 0} = psql(server, "CREATE TABLE t AS SELECT 7 AS n")
    pid = postmaster(server)
    assert alive?(pid)
    assert PrivatePostgres.stop(server) == :ok
    refute alive?(pid)

    again = start!(home: home)
    assert again.data_dir == server.data_dir
    assert psql(again, "SELECT n FROM t") == {"7", 0}
    assert PrivatePostgres.stop(again) == :ok
  end

  test "starting twice joins the first, and only the first stops it", %{home: home} do
    first = start!(home: home)
    second = start!(home: home, database: "another")
    assert %{started?: false, socket_dir: socket_dir} = second
    assert socket_dir == first.socket_dir
    assert PrivatePostgres.stop(second) == :ok
    assert psql(second, "SELECT 1") == {"1", 0}
    assert PrivatePostgres.stop(first) == :ok
  end

  test "starting at the same time makes one server", %{home: home} do
    tasks = for _ <- 1..4, do: Task.async(fn -> PrivatePostgres.start(home: home) end)
    servers = for {:ok, server} <- Task.await_many(tasks, 60_000), do: server
    on_exit(fn -> Enum.each(servers, &PrivatePostgres.stop/1) end)
    assert length(servers) == 4
    assert Enum.count(servers, & &1.started?) == 1
    assert [_only_data] = Path.wildcard(Path.join(home, "postgres-*/data*"))
  end

  test "an ephemeral one leaves nothing behind" do
    server = start!(ephemeral: true)
    pid = postmaster(server)
    assert PrivatePostgres.stop(server) == :ok
    refute alive?(pid)
    refute File.exists?(server.cluster.folder)
  end

  test "does not touch a folder that it did not make", %{home: home} do
    folder = folder(home)
    precious = Path.join(folder, "precious")
    File.mkdir_p!(folder)
    File.write!(precious, "data")
    assert PrivatePostgres.start(home: home) == {:error, {:foreign_folder, folder}}
    assert File.ls!(folder) == ["precious"]
  end

  test "makes a cluster that was left half made", %{home: home} do
    folder = folder(home)
    File.mkdir_p!(Path.join(folder, "data.1-1/base"))
    File.touch!(Path.join(folder, "made_by_parser_engine"))
    server = start!(home: home)
    assert psql(server, "SELECT 1") == {"1", 0}
  end

  test "a path too long for a socket", %{home: home} do
    server = start!(home: Path.join(home, String.duplicate("a", 120)))
    assert psql(server, "SELECT 1") == {"1", 0}
    assert byte_size(server.socket_dir) < 90
    on_exit(fn -> File.rm_rf!(Cluster.socket_dir(server.cluster)) end)
  end

  test "says where there is no PostgreSQL", %{home: home} do
    assert Installation.read(home) == nil
  end

  test "goes down with its VM, even if that is killed", %{home: home} do
    code = """
    {:ok, server} = ParserEngine.PrivatePostgres.start(home: #{inspect(home)})
    IO.puts(server.data_dir)
    Process.sleep(:infinity)
    """

    paths = for path <- :code.get_path(), do: ["-pa", List.to_string(path)]
    elixir = System.find_executable("elixir")
    arguments = List.flatten(paths) ++ ["-e", code]
    port = Port.open({:spawn_executable, elixir}, [:binary, args: arguments])
    {:os_pid, vm} = Port.info(port, :os_pid)
    assert_receive {^port, {:data, data_dir}}, 60_000
    pid = postmaster(%{data_dir: String.trim(data_dir)})
    assert alive?(pid)
    {_, 0} = System.cmd("kill", ["-KILL", "#{vm}"])
    await(fn -> not alive?(pid) end)
  end

  if not Code.ensure_loaded?(Ecto.Repo) do
    test "a repo outlives the server's crash and restart", %{home: home} do
      server = start!(home: home)
      options = [name: :crash, pool_size: 3] ++ PrivatePostgres.repo_options(server)
      repo = start_supervised!({StandaloneRepo, options})

      busy =
        for _ <- 1..3, do: Task.async(fn -> StandaloneRepo.query(repo, "SELECT pg_sleep(60)") end)

      await(fn ->
        psql(server, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") ==
          {"3", 0}
      end)

      pid = postmaster(server)
      children = children(pid)

      # A worker of the server may have ended by itself meanwhile: kill says so, and kills the others.
      {_, _status} = System.cmd("kill", ["-KILL", pid | children], stderr_to_stdout: true)
      assert Enum.all?(Task.await_many(busy), &match?({:error, _}, &1))
      assert {:error, %StandaloneRepo.ConnectionError{}} = StandaloneRepo.query(repo, "SELECT 1")

      await(fn -> not Enum.any?([pid | children], &alive?/1) end)
      start!(home: home)
      await(fn -> match?({:ok, _}, StandaloneRepo.query(repo, "SELECT 1")) end)
    end
  end

  defp children(pid) do
    {output, 0} = System.cmd("ps", ["-o", "pid=", "--ppid", pid])
    String.split(output)
  end

  defp await(condition), do: Patience.await(condition, 30_000)
end

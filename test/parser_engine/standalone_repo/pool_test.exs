defmodule ParserEngine.StandaloneRepo.PoolTest do
  use ParserEngine.StandaloneRepoCase, async: true

  @tag pool: [pool_size: 1]
  test "a timeout cancels the statement, and the repo goes on", %{repo: repo, schema: schema} do
    assert {:error, %ConnectionError{reason: :timeout} = error} =
             StandaloneRepo.query(repo, "SELECT pg_sleep(3600)", [], timeout: 20)

    assert Exception.message(error) =~ "cancelled"
    assert value(repo, "SELECT 1") == 1
    await(fn -> sleepers(repo, schema) == 0 end)
    refute_received _late_answer
  end

  @tag pool: [pool_size: 1]
  test "waiting for a connection has an end", %{repo: repo} do
    holder = hold_connection(repo)

    assert {:error, %ConnectionError{reason: :queue_timeout}} =
             StandaloneRepo.query(repo, "SELECT 1", [], queue_timeout: 20)

    send(holder.pid, :go_on)
    assert Task.await(holder) == {:ok, :done}
    assert value(repo, "SELECT 1") == 1
  end

  @tag pool: [pool_size: 1]
  test "a caller that is killed gives its connection back", %{repo: repo, schema: schema} do
    caller = spawn(fn -> StandaloneRepo.query(repo, "SELECT pg_sleep(3600)") end)
    observer = start_repo(:"observer_#{schema}", "public")
    await(fn -> sleepers(observer, schema) == 1 end)
    Process.exit(caller, :kill)
    assert value(repo, "SELECT 1") == 1
    await(fn -> sleepers(observer, schema) == 0 end)
  end

  @tag pool: [pool_size: 1]
  test "a caller that is killed in a transaction has written nothing", %{repo: repo} do
    create_numbers(repo)
    test = self()

    caller =
      spawn(fn ->
        StandaloneRepo.transaction(repo, fn ->
          insert(repo, 1)
          send(test, :inserted)
          receive do: (:never -> :ok)
        end)
      end)

    assert_receive :inserted, 5_000
    Process.exit(caller, :kill)
    assert numbers(repo) == []
  end

  @tag pool: [pool_size: 1]
  test "a caller that is killed while it waits is forgotten", %{repo: repo} do
    holder = hold_connection(repo)
    waiter = spawn(fn -> StandaloneRepo.query(repo, "SELECT 1") end)
    await(fn -> :queue.len(:sys.get_state(repo).waiting) == 1 end)
    Process.exit(waiter, :kill)
    await(fn -> :queue.is_empty(:sys.get_state(repo).waiting) end)
    send(holder.pid, :go_on)
    assert Task.await(holder) == {:ok, :done}
    assert value(repo, "SELECT 1") == 1
  end

  @tag pool: [pool_size: 2]
  test "fifty callers share two connections", %{repo: repo, schema: schema} do
    sql = "SELECT $1::int8 FROM pg_sleep(0.001)"
    callers = for n <- 1..50, do: Task.async(fn -> value(repo, sql, [n]) end)
    assert Task.await_many(callers) == Enum.to_list(1..50)

    sessions = "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1::text"
    assert value(repo, sessions, [schema]) == 2
  end

  test "the connections end with the pool", %{repo: repo, schema: schema} do
    assert value(repo, "SELECT 1") == 1
    stop_supervised!(repo)
    observer = start_repo(:"observer_#{schema}", "public")
    sessions = "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1::text"
    await(fn -> value(observer, sessions, [schema]) == 0 end)
  end
end

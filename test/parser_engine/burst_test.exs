defmodule ParserEngine.BurstTest do
  # Very many files at once, through a pool that the host shares. The pool is the test's own.
  use ParserEngine.LiveCase, async: false

  alias ParserEngine.{OwnRepo, PrivatePostgres, TestPostgres}

  @files 2_000
  @mailbox 1_000

  setup context do
    options = [pool_size: 5, log: false] ++ PrivatePostgres.repo_options(TestPostgres.server())
    start_supervised!({OwnRepo, options})
    {:ok, live: start_live(%{context | repo: OwnRepo})}
  end

  test "fill neither the mailbox nor the pool", %{live: live} = context do
    host = Task.async(fn -> query_on(0) end)
    sizes = Task.async(fn -> watch_mailbox(Process.whereis(live.watcher), 0) end)

    for n <- 1..@files, do: write(context, "d#{rem(n, 40)}/f#{n}.ex")
    eventually(fn -> length(paths(live)) == @files end, now() + 90_000)

    for task <- [host, sizes], do: send(task.pid, :stop)
    assert Task.await(host, 20_000) > 0
    assert Task.await(sizes, 20_000) < @mailbox
    assert_converges(live)
  end

  # How many queries of the host were answered; one that is not ends the test.
  defp query_on(count) do
    {:ok, %{rows: [[1]]}} = OwnRepo.query("SELECT 1::int8", [], [])
    go_on(5, count, fn -> query_on(count + 1) end)
  end

  # The largest mailbox that was seen.
  defp watch_mailbox(watcher, largest) do
    {:message_queue_len, length} = Process.info(watcher, :message_queue_len)
    go_on(1, max(length, largest), fn -> watch_mailbox(watcher, max(length, largest)) end)
  end

  defp go_on(milliseconds, result, continue) do
    receive do
      :stop -> result
    after
      milliseconds -> continue.()
    end
  end
end

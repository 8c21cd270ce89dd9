defmodule ParserEngine.GatheredTest do
  # The option `batch`.
  use ParserEngine.LiveCase, async: true

  import ParserEngine.Patience

  @hour 3_600_000

  test "what changes within its time is written together", context do
    live = start_live(context, batch: 3_000)
    for n <- 1..3, do: write_and_wait(context, live, n)
    assert %{results: %{{:ok, :both_tables} => 3}, count: 3} = await_sync()
    assert_converges(live)
  end

  test "a full batch is written at once", context do
    live = start_live(context, batch: @hour, batch_size: 4)
    for n <- 1..4, do: write(context, "f#{n}.ex")
    eventually(fn -> length(paths(live)) == 4 end)
  end

  test "whoever waits is not kept waiting", context do
    live = start_live(context, batch: @hour)
    write(context, "f.ex")

    assert ParserEngine.await_synced("f.ex", 20_000, name: live.config.name) ==
             {:ok, :both_tables}
  end

  # Debounced, and with the watcher: the next one comes by another message.
  defp write_and_wait(context, live, n) do
    write(context, "f#{n}.ex")

    await(
      fn -> match?({:ok, %{dirty: ^n}}, ParserEngine.status(name: live.config.name)) end,
      20_000
    )
  end

  defp await_sync do
    assert_receive {:event, [:sync, :stop], _measurements, metadata}, 20_000
    metadata
  end
end

defmodule ParserEngine.CodeFileWatcher.BreakerTest do
  use ExUnit.Case, async: true

  alias ParserEngine.CodeFileWatcher.Breaker
  alias ParserEngine.Config

  @config Config.new!(codebase_id: "c", root: "/", max_retries: 3, retry_delay: 1_000)
  @away {:database_unavailable, "gone"}

  # Probes as soon as one is due, in vain each time; answers the pauses between them.
  defp pauses(count, random) do
    {pauses, _now, _breaker} =
      Enum.reduce(1..count, {[], 0, Breaker.probe(Breaker.new(@config))}, fn
        _probe, {pauses, now, breaker} ->
          breaker = Breaker.failed(breaker, @away, now, random)
          due = Breaker.probe_at(breaker)
          {[due - now | pauses], due, Breaker.probe(breaker)}
      end)

    Enum.reverse(pauses)
  end

  test "short trouble is probed at the pace of the retries, longer trouble ever more rarely" do
    assert pauses(8, 1.0) == [1_000, 1_000, 1_000, 3_000, 9_000, 27_000, 30_000, 30_000]
    assert pauses(6, 0.0) == [1_000, 1_000, 1_000, 1_000, 1_000, 1_000]
  end

  test "many instances do not knock at the same moment" do
    last = for n <- 1..200, do: List.last(pauses(9, n / 200))
    assert Enum.min(last) >= 1_000 and Enum.max(last) == 30_000
    assert length(Enum.uniq(last)) > 100
  end

  test "only a probe that fails opens it; one that is answered closes it" do
    closed = Breaker.new(@config)
    assert Breaker.closed?(closed)

    probing = Breaker.probe(closed)
    refute Breaker.closed?(probing)
    refute Breaker.away?(probing)
    assert Breaker.closed?(Breaker.close(probing))

    open = Breaker.failed(probing, @away, 0, 0.5)
    refute Breaker.closed?(open)
    assert Breaker.away?(open)
    assert Breaker.probe_at(open) == 1_000
    assert open |> Breaker.probe() |> Breaker.away?()
    refute open |> Breaker.close() |> Breaker.away?()
  end

  test "who waits is told after as many attempts as a path has" do
    breaker = Breaker.probe(Breaker.new(@config))

    told =
      Enum.scan(1..5, breaker, fn n, breaker -> Breaker.failed(breaker, @away, n, 0.5) end)
      |> Enum.map(&Breaker.exhausted?/1)

    assert told == [false, false, false, true, true]
  end

  test "trouble that comes again at once goes on where it was, until a batch has landed" do
    open = Enum.reduce(1..5, Breaker.new(@config), &Breaker.failed(&2, @away, &1, 1.0))
    pause = &Breaker.probe_at(Breaker.failed(&1, @away, 0, 1.0))
    assert pause.(Breaker.close(open)) == 27_000
    assert pause.(Breaker.succeeded(open)) == 1_000
  end
end

defmodule ParserEngine.CodeFileWatcher.ComparisonTest do
  use ExUnit.Case, async: true

  alias ParserEngine.CodeFileWatcher.Comparison
  alias ParserEngine.{Config, Reconcile}

  @config Config.new!(codebase_id: "c", root: "/", debounce: 500, retry_delay: 1_000)
  @patience 10_000

  defp plan(changed, absent) do
    %Reconcile{generation: 7, changed: changed, absent: absent, current: 0, report: %{}}
  end

  defp finished(comparison, plan, now),
    do: Comparison.finished(comparison, plan, plan.absent, now, DateTime.utc_now())

  defp started(comparison, now, idle? \\ true),
    do: comparison |> Comparison.start(now, idle?) |> elem(1)

  describe "what is absent" do
    test "is looked for again when it was quiet and nothing else is to be done" do
      found = finished(Comparison.new(@config), plan([], ["a"]), 1_000)
      refute Comparison.due?(found, 1_499, true)
      assert Comparison.due?(found, 1_500, true)
      assert Comparison.next_due(found, true) == 1_500
    end

    test "waits for what is in the jobs, but not for ever" do
      found = finished(Comparison.new(@config), plan([], ["a"]), 1_000)
      refute Comparison.due?(found, 1_500, false)
      assert Comparison.next_due(found, false) == 1_500 + @patience
      assert Comparison.due?(found, 1_500 + @patience, false)
    end

    test "waits for all that was found changed, however long that takes" do
      found = finished(Comparison.new(@config), plan(["b", "c"], ["a"]), 1_000)
      refute Comparison.due?(found, 9_000, true)
      {["b"], found} = Comparison.take(found, 1, 9_000)
      refute Comparison.due?(found, 9_000 + 10 * @patience, true)
      {["c"], found} = Comparison.take(found, 1, 50_000)
      refute Comparison.due?(found, 50_000 + @patience - 1, false)
      refute Comparison.due?(found, 50_000, false)
      assert Comparison.due?(found, 50_000, true)
    end

    test "is forgotten when it is there again" do
      found = finished(Comparison.new(@config), plan([], ["a"]), 1_000)
      refute found |> finished(plan([], []), 1_200) |> Comparison.due?(90_000, true)
    end
  end

  describe "repairs" do
    defp repaired(comparison, now) do
      comparison = Comparison.repair_later(comparison, now)
      {comparison.repair_at - now, started(comparison, comparison.repair_at)}
    end

    test "come ever more rarely as long as something is left to repair" do
      {delays, _comparison} =
        Enum.map_reduce(1..6, Comparison.new(@config), fn n, comparison ->
          comparison |> finished(plan(["a"], []), n) |> repaired(n * 1_000_000)
        end)

      assert delays == [30_000, 60_000, 120_000, 240_000, 240_000, 240_000]
    end

    test "start anew when all was in order" do
      {_delay, comparison} = repaired(Comparison.new(@config), 0)
      {60_000, comparison} = repaired(comparison, 1_000_000)
      comparison = finished(comparison, plan([], []), 2_000_000)
      assert {30_000, _comparison} = repaired(comparison, 2_000_000)
    end

    test "are due once" do
      comparison = Comparison.repair_later(Comparison.new(@config), 0)
      assert Comparison.repair_later(comparison, 10_000) == comparison
      refute Comparison.due?(comparison, 29_999, true)
      assert Comparison.due?(comparison, 30_000, true)
      refute comparison |> started(30_000) |> Comparison.due?(90_000, true)
    end
  end

  test "in another root nothing but a word lets very many rows go" do
    lost = %{plan([], []) | suspect: :many, doubted: ["a"]}
    here = Comparison.new(@config) |> Comparison.ask() |> started(0) |> finished(lost, 1_000)
    assert Comparison.next_due(here, true) == 6_000

    lost = %{lost | suspect: :replaced}
    there = Comparison.new(@config) |> Comparison.ask() |> started(0) |> finished(lost, 1_000)
    assert Comparison.next_due(there, true) == nil
  end

  test "the word for a mass deletion holds until all is settled" do
    asked = Comparison.ask(Comparison.new(@config), allow_mass_delete: true)
    assert asked |> Comparison.ask() |> Map.fetch!(:allow_mass_delete?)
    first = asked |> started(0) |> finished(plan([], ["a"]), 0)
    second = started(first, 600)
    assert second.allowed?

    settled = Comparison.finished(second, plan([], ["a"]), [], 700, DateTime.utc_now())
    refute started(settled, 800).allowed?
  end

  test "the word is not used up by a comparison that began before it" do
    running = started(Comparison.ask(Comparison.new(@config)), 0)
    asked = Comparison.ask(running, allow_mass_delete: true)
    refute asked.allowed?
    assert asked |> finished(plan([], []), 100) |> started(100) |> Map.fetch!(:allowed?)
  end

  test "the word outlives a comparison that fails" do
    failed = Comparison.new(@config) |> Comparison.ask(allow_mass_delete: true) |> started(0)
    assert failed |> Comparison.repair_later(0) |> started(60_000) |> Map.fetch!(:allowed?)
  end
end

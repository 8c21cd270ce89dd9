defmodule ParserEngine.CodeGraph.AgendaTest do
  use ExUnit.Case, async: true

  alias ParserEngine.CodeGraph.Agenda

  # Events at their times: what is started then, in the order in which it is.
  defp play(events) do
    {_agenda, started} = Enum.reduce(events, {Agenda.new(), []}, &play/2)
    Enum.reverse(started)
  end

  defp play({time, event}, {agenda, started}) do
    agenda = apply_event(agenda, event, time)

    case Agenda.start(agenda, time) do
      {job, agenda} -> {agenda, [{time, job} | started]}
      nil -> {agenda, started}
    end
  end

  defp apply_event(agenda, {:changed, scope}, time),
    do: Agenda.changed(agenda, scope, false, time)

  defp apply_event(agenda, {:amid, scope}, time), do: Agenda.changed(agenda, scope, true, time)
  defp apply_event(agenda, :compared, time), do: Agenda.check(agenda, time)
  defp apply_event(agenda, :tick, _time), do: agenda

  defp apply_event(agenda, {:ended, edges?, took}, time),
    do: Agenda.ended(agenda, edges?, took, time)

  defp apply_event(agenda, {:computed, took}, time), do: Agenda.computed(agenda, took, time)
  defp apply_event(agenda, :failed, time), do: Agenda.failed(agenda, time, 0.5)

  test "changes are gathered until it is quiet" do
    assert play([
             {0, {:changed, ["a"]}},
             {150, {:changed, ["b", "a"]}},
             {200, :tick},
             {349, :tick},
             {350, :tick}
           ]) == [{350, {:refresh, ["b", "a"], false}}]
  end

  test "what never becomes quiet is held back half a minute at most" do
    changes = for time <- 0..40_000//100, do: {time, {:changed, ["a"]}}
    assert [{30_000, {:refresh, ["a"], false}}] = play(changes)
  end

  test "what is told amid others waits for them" do
    assert play([
             {0, {:amid, ["a"]}},
             {1_500, {:amid, ["b"]}},
             {3_000, {:changed, ["c"]}},
             {3_199, :tick},
             {3_200, :tick}
           ]) == [{3_200, {:refresh, ["c", "b", "a"], false}}]

    # The others may be the same as before.
    assert play([{0, {:amid, ["a"]}}, {1_000, {:changed, []}}, {1_200, :tick}]) ==
             [{1_200, {:refresh, ["a"], false}}]

    assert play([{0, {:amid, []}}, {0, {:changed, []}}, {60_000, :tick}]) == []
    assert play([{0, {:amid, ["a"]}}, {2_000, :tick}]) == [{2_000, {:refresh, ["a"], false}}]
  end

  test "very many paths are everything" do
    paths = for n <- 1..1_001, do: "f#{n}"
    assert [{_, {:refresh, :all, false}}] = play([{0, {:changed, paths}}, {300, :tick}])

    assert [{_, {:refresh, :all, false}}] =
             play([{0, {:changed, :all}}, {1, {:changed, ["a"]}}, {300, :tick}])
  end

  test "a comparison is followed by a check, alone or with what has changed" do
    assert play([{0, :compared}, {200, :tick}]) == [{200, {:refresh, [], true}}]

    assert play([{0, {:changed, ["a"]}}, {1, :compared}, {201, :tick}]) ==
             [{201, {:refresh, ["a"], true}}]
  end

  test "nothing changed is nothing to do" do
    assert play([{0, {:changed, []}}, {60_000, :tick}]) == []
  end

  test "without other edges no score is computed" do
    assert play([
             {0, {:changed, ["a"]}},
             {200, :tick},
             {210, {:ended, false, 10}},
             {99_000, :tick}
           ]) ==
             [{200, {:refresh, ["a"], false}}]
  end

  test "with other edges ranks come soon, and centrality later" do
    assert play([
             {0, {:changed, ["a"]}},
             {200, :tick},
             {210, {:ended, true, 10}},
             {510, :tick},
             {520, {:ended, false, 10}},
             {2_209, :tick},
             {2_210, :tick}
           ]) == [{200, {:refresh, ["a"], false}}, {510, :pagerank}, {2_210, :centrality}]
  end

  test "centrality that takes long comes rarely" do
    events = [
      {0, {:changed, ["a"]}},
      {200, :tick},
      {200, {:ended, true, 0}},
      {500, :tick},
      {500, {:ended, false, 0}},
      {2_200, :tick},
      {7_200, {:computed, 5_000}},
      {7_200, {:ended, false, 0}},
      {7_200, {:changed, ["a"]}},
      {7_400, :tick},
      {7_400, {:ended, true, 0}},
      {7_700, :tick},
      {7_700, {:ended, false, 0}},
      {107_399, :tick},
      {107_400, :tick}
    ]

    assert [{200, _}, {500, _}, {2_200, :centrality}, {7_200, {:write, :centrality}} | later] =
             play(events)

    assert [{7_400, _}, {7_700, _}, {107_400, :centrality}] = later
  end

  test "centrality is computed beside the other jobs, once at a time, and written after them" do
    assert play([
             {0, {:changed, ["a"]}},
             {200, :tick},
             {200, {:ended, true, 0}},
             {500, :tick},
             {500, {:ended, false, 0}},
             {2_200, :tick},
             {2_300, {:changed, ["b"]}},
             {2_500, :tick},
             {2_600, {:ended, true, 100}},
             {2_900, :tick},
             {3_000, {:ended, false, 100}},
             {9_000, :tick},
             {9_000, {:changed, ["c"]}},
             {9_200, :tick},
             {9_300, {:computed, 7_100}},
             {9_400, {:ended, false, 200}},
             {9_500, {:ended, false, 100}}
           ]) == [
             {200, {:refresh, ["a"], false}},
             {500, :pagerank},
             {2_200, :centrality},
             {2_500, {:refresh, ["b"], false}},
             {2_900, :pagerank},
             {9_200, {:refresh, ["c"], false}},
             {9_400, {:write, :centrality}},
             {9_500, :centrality}
           ]
  end

  test "one job at a time; what changes meanwhile comes after it" do
    assert play([
             {0, {:changed, ["a"]}},
             {200, :tick},
             {300, {:changed, ["b"]}},
             {900, :tick},
             {1_000, {:ended, false, 800}}
           ]) == [{200, {:refresh, ["a"], false}}, {1_000, {:refresh, ["b"], false}}]
  end

  test "after a failure everything is taken in anew, after a pause that grows" do
    assert play([
             {0, {:changed, ["a"]}},
             {200, :tick},
             {300, :failed},
             {400, {:changed, ["b"]}},
             {1_299, :tick},
             {1_300, :tick},
             {1_400, :failed},
             {3_399, :tick},
             {3_400, :tick},
             {3_500, {:ended, false, 100}},
             {3_600, {:changed, ["c"]}},
             {3_800, :tick}
           ]) == [
             {200, {:refresh, ["a"], false}},
             {1_300, {:refresh, :all, false}},
             {3_400, {:refresh, :all, false}},
             {3_800, {:refresh, ["c"], false}}
           ]
  end

  test "it tells when it has something to do" do
    assert Agenda.next_due(Agenda.new()) == nil
    assert Agenda.idle?(Agenda.new())
    agenda = Agenda.changed(Agenda.new(), ["a"], false, 5)
    assert Agenda.next_due(agenda) == 205
    {_job, agenda} = Agenda.start(agenda, 205)
    assert Agenda.next_due(agenda) == nil
    refute Agenda.idle?(agenda)
    assert agenda |> Agenda.ended(false, 1, 210) |> Agenda.idle?()
  end

  test "it is not idle while centrality is computed or to be written" do
    agenda = %{Agenda.new() | centrality_at: 5}
    {:centrality, agenda} = Agenda.start(agenda, 5)
    assert Agenda.next_due(agenda) == nil
    refute Agenda.idle?(agenda)
    agenda = Agenda.computed(agenda, 1, 6)
    assert Agenda.next_due(agenda) == 6
    {{:write, :centrality}, agenda} = Agenda.start(agenda, 6)
    assert agenda |> Agenda.ended(false, 1, 7) |> Agenda.idle?()
  end
end

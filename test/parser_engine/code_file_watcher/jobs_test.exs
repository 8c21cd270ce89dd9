defmodule ParserEngine.CodeFileWatcher.JobsTest do
  use ExUnit.Case, async: true

  alias ParserEngine.CodeFileWatcher.Jobs

  # A run is a list of `{time, event}`; a `:take` says which paths it must hand out. Events:
  # `{:add, path}`, `{:add, path, threshold}`, `{:take, count, paths}`, `{:end, path, verdict}`,
  # `{:await, path}`, `{:due, time | nil}`.
  defp run(events), do: Enum.reduce(events, Jobs.new(), &step/2)

  defp step({now, {:add, path}}, jobs), do: Jobs.add(jobs, path, now, 0)
  defp step({now, {:add, path, threshold}}, jobs), do: Jobs.add(jobs, path, now, threshold)
  defp step({now, {:await, path}}, jobs), do: Jobs.await(jobs, path, now)
  defp step({now, {:end, path, verdict}}, jobs), do: Jobs.finish(jobs, path, verdict, now)

  defp step({now, {:take, count, expected}}, jobs) do
    {taken, jobs} = Jobs.take(jobs, count, now)
    assert {now, Enum.map(taken, &elem(&1, 0))} == {now, expected}
    jobs
  end

  defp step({now, {:due, expected}}, jobs) do
    assert {now, Jobs.next_due(jobs)} == {now, expected}
    jobs
  end

  defp in_flight(events, path), do: events |> run() |> Jobs.running!(path)

  describe "paths are handed out" do
    test "in the order of their arrival, as many as asked for" do
      run([
        {0, {:add, "b"}},
        {0, {:add, "a"}},
        {1, {:add, "c"}},
        {1, {:take, 2, ["b", "a"]}},
        {1, {:take, 2, ["c"]}},
        {1, {:take, 2, []}}
      ])
    end

    test "once, however often they changed" do
      run([
        {0, {:add, "a"}},
        {5, {:add, "a"}},
        {9, {:take, 9, ["a"]}},
        {9, {:take, 9, []}},
        {9, {:end, "a", :done}},
        {9, {:take, 9, []}},
        {9, {:due, nil}}
      ])
    end

    test "never while they are in flight; a change meanwhile runs afterwards, once" do
      run([
        {0, {:add, "a"}},
        {0, {:take, 9, ["a"]}},
        {1, {:add, "a"}},
        {2, {:add, "a"}},
        {2, {:take, 9, []}},
        {3, {:end, "a", :done}},
        {3, {:take, 9, ["a"]}},
        {4, {:end, "a", :done}},
        {4, {:take, 9, []}}
      ])
    end
  end

  test "what is in flight below a changed path runs again" do
    run([
      {0, {:add, "lib/a"}},
      {0, {:add, "lib2/a"}},
      {0, {:take, 9, ["lib/a", "lib2/a"]}},
      {1, {:add, "lib"}},
      {2, {:take, 9, ["lib"]}},
      {3, {:end, "lib", :done}},
      {3, {:end, "lib/a", :done}},
      {3, {:end, "lib2/a", :done}},
      {3, {:take, 9, ["lib/a"]}}
    ])
  end

  describe "a path comes again" do
    test "later, without counting an attempt" do
      events = [
        {0, {:add, "a", 100}},
        {0, {:take, 9, ["a"]}},
        {1, {:end, "a", {:later, 100}}},
        {100, {:take, 9, []}},
        {100, {:due, 101}},
        {101, {:take, 9, ["a"]}}
      ]

      assert %{attempts: 0, first_seen: 0, threshold: 100} = in_flight(events, "a")
    end

    test "after a failure, with one attempt more" do
      events = [
        {0, {:add, "a"}},
        {0, {:take, 9, ["a"]}},
        {1, {:end, "a", {:retry, 1_000}}},
        {1_000, {:take, 9, []}},
        {1_001, {:take, 9, ["a"]}},
        {1_002, {:end, "a", {:retry, 1_000}}},
        {2_002, {:take, 9, ["a"]}}
      ]

      assert %{attempts: 2} = in_flight(events, "a")
    end

    test "at once and with all attempts when it changes before its next attempt" do
      events = [
        {0, {:add, "a"}},
        {0, {:take, 9, ["a"]}},
        {1, {:end, "a", {:retry, 1_000}}},
        {2, {:add, "a"}},
        {2, {:take, 9, ["a"]}}
      ]

      assert %{attempts: 0} = in_flight(events, "a")
    end

    test "with a new start when it was read; with the old one when it was only found busy" do
      read = [{0, {:add, "a"}}, {0, {:take, 9, ["a"]}}, {5, {:add, "a"}}]
      again = &[{7, {:end, "a", &1}}, {7, {:take, 9, ["a"]}}]

      assert %{first_seen: 7} = in_flight(read ++ again.(:done), "a")
      assert %{first_seen: 7} = in_flight(read ++ again.({:retry, 50}), "a")
      assert %{first_seen: 0} = in_flight(read ++ again.({:later, 50}), "a")
    end
  end

  describe "a second look" do
    @gone [
      {0, {:add, "gone"}},
      {0, {:take, 9, ["gone"]}},
      {1, {:end, "gone", {:second_look, 50}}}
    ]

    test "comes a little later" do
      run(@gone ++ [{1, {:due, 51}}, {50, {:take, 9, []}}, {51, {:take, 9, ["gone"]}}])
      assert %{look: :last} = in_flight(@gone ++ [{51, {:take, 9, ["gone"]}}], "gone")
    end

    test "comes after all that waits or is in flight" do
      run(
        @gone ++
          [
            {60, {:add, "new"}},
            {60, {:take, 9, ["new"]}},
            {61, {:take, 9, []}},
            {61, {:due, 10_051}},
            {62, {:end, "new", {:busy, 100}}},
            {63, {:take, 9, []}},
            {162, {:take, 9, ["new"]}},
            {163, {:end, "new", :done}},
            {163, {:take, 9, ["gone"]}}
          ]
      )
    end

    test "does not wait for ever" do
      run(
        @gone ++
          [
            {60, {:add, "new"}},
            {60, {:take, 9, ["new"]}},
            {10_050, {:take, 9, []}},
            {10_051, {:take, 9, ["gone"]}}
          ]
      )
    end

    test "of several paths comes for all of them at once" do
      run([
        {0, {:add, "a"}},
        {0, {:add, "b"}},
        {0, {:take, 9, ["a", "b"]}},
        {1, {:end, "a", {:second_look, 50}}},
        {1, {:end, "b", {:second_look, 50}}},
        {51, {:take, 9, ["a", "b"]}}
      ])
    end

    test "is a first one again where the path has changed" do
      again = @gone ++ [{20, {:add, "gone"}}, {20, {:take, 9, ["gone"]}}]
      assert %{look: :first} = in_flight(again, "gone")
    end

    test "waits for no other path where somebody waits for it" do
      for asked <- [
            @gone ++ [{20, {:await, "gone"}}],
            [
              {0, {:await, "gone"}},
              {0, {:take, 9, ["gone"]}},
              {1, {:end, "gone", {:second_look, 50}}}
            ]
          ] do
        run(
          asked ++
            [
              {20, {:add, "new"}},
              {20, {:take, 9, ["new"]}},
              {50, {:take, 9, []}},
              {51, {:take, 9, ["gone"]}}
            ]
        )
      end
    end
  end

  test "a path that somebody waits for goes before all others" do
    run([
      {0, {:add, "a"}},
      {0, {:add, "b"}},
      {1, {:await, "c"}},
      {1, {:await, "b"}},
      {1, {:take, 2, ["c", "b"]}},
      {2, {:add, "d"}},
      {2, {:await, "b"}},
      {3, {:end, "b", :done}},
      {3, {:take, 9, ["b", "a", "d"]}}
    ])
  end

  test "a path that somebody waits for is not forgotten, all others are" do
    events = [{0, {:add, "a"}}, {0, {:await, "b"}}, {0, {:add, "c"}}, {0, {:await, "c"}}]
    {taken, _jobs} = events |> run() |> Jobs.clear() |> Jobs.take(9, 0)
    assert for({path, _item} <- taken, do: path) == ["b", "c"]
  end

  test "nor is one that changed while it was in flight" do
    events = [
      {0, {:await, "a"}},
      {0, {:take, 9, ["a"]}},
      {1, {:add, "a"}},
      {2, {:end, "a", :done}}
    ]

    assert events |> run() |> Jobs.clear() |> Jobs.member?("a")
  end

  test "of several thresholds the smallest counts, waiting or in flight" do
    assert %{threshold: 0} =
             in_flight([{0, {:add, "a", 100}}, {1, {:add, "a", 0}}, {1, {:take, 9, ["a"]}}], "a")

    assert %{threshold: 0} =
             in_flight(
               [
                 {0, {:add, "a", 100}},
                 {0, {:take, 9, ["a"]}},
                 {1, {:add, "a", 0}},
                 {2, {:add, "a", 100}},
                 {3, {:end, "a", :done}},
                 {3, {:take, 9, ["a"]}}
               ],
               "a"
             )
  end

  test "it is known how much there is to do" do
    jobs = run([{0, {:add, "a"}}, {0, {:add, "b"}}, {0, {:take, 1, ["a"]}}])
    assert {Jobs.waiting(jobs), Jobs.running(jobs)} == {1, 1}
    assert Enum.map(["a", "b", "c"], &Jobs.member?(jobs, &1)) == [true, true, false]
  end

  # Random events against the plainest model: a path that was added is run after its last change.
  test "nothing that was added is forgotten, and nothing runs twice at a time" do
    for seed <- 1..50 do
      :rand.seed(:exsss, seed)
      jobs = Enum.reduce(1..200, {Jobs.new(), %{}, MapSet.new()}, &random_step/2)
      assert_drains(jobs, seed)
    end
  end

  # `owed`: changes since the start of the path's last run.
  defp random_step(now, {jobs, owed, running}) do
    path = Enum.random(["a", "b", "c", "d"])

    case :rand.uniform(3) do
      1 ->
        {Jobs.add(jobs, path, now, 0), Map.put(owed, path, true), running}

      2 ->
        {taken, jobs} = Jobs.take(jobs, 2, now)
        paths = Enum.map(taken, &elem(&1, 0))
        assert Enum.all?(paths, &(&1 not in running))
        {jobs, Map.drop(owed, paths), MapSet.union(running, MapSet.new(paths))}

      3 ->
        finish_one(now, {jobs, owed, running})
    end
  end

  defp finish_one(now, {jobs, owed, running}) do
    case Enum.take_random(running, 1) do
      [] -> {jobs, owed, running}
      [path] -> {Jobs.finish(jobs, path, :done, now), owed, MapSet.delete(running, path)}
    end
  end

  defp assert_drains({jobs, owed, running}, seed) do
    jobs = Enum.reduce(running, jobs, &Jobs.finish(&2, &1, :done, 1_000))
    {taken, _jobs} = Jobs.take(jobs, 10, 1_000)
    assert {seed, taken |> Enum.map(&elem(&1, 0)) |> Enum.sort()} == {seed, Map.keys(owed)}
  end
end

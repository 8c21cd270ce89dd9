defmodule ParserEngine.CodeFileWatcher.HealthTest do
  use ExUnit.Case, async: true

  alias ParserEngine.CodeFileWatcher.Health
  alias ParserEngine.Config

  @config Config.new!(
            codebase_id: "c",
            root: "/",
            alert_threshold: 0.5,
            alert_window: 60_000
          )

  # `{time, syncs, failures}`
  defp after_all(counts) do
    Enum.reduce(counts, Health.new(@config), fn {now, syncs, failures}, health ->
      Health.add(health, syncs, failures, now)
    end)
  end

  test "the share that succeeded; none where nothing was synced" do
    assert Health.success_rate(Health.new(@config)) == nil
    assert Health.success_rate(after_all([{0, 0, 0}])) == nil
    assert Health.success_rate(after_all([{0, 3, 1}, {10, 1, 0}, {5_000, 4, 1}])) == 0.75
  end

  test "what lies further back than the window does not count" do
    health = after_all([{0, 10, 10}, {30_000, 10, 0}, {30_500, 10, 0}])
    assert Health.success_rate(Health.forget(health, 59_999)) == 20 / 30
    assert Health.success_rate(Health.forget(health, 61_000)) == 1.0
    assert Health.success_rate(Health.forget(health, 200_000)) == nil
    assert %{syncs: 0, failures: 0} = Health.forget(health, 200_000)
  end

  test "it remembers a number a second, however much happens" do
    health = after_all(for n <- 0..9_999, do: {n, 1, 0})
    assert :queue.len(health.seconds) == 10
    assert health.syncs == 10_000
  end

  for {what, counts, alert?} <- [
        {"failures above the threshold raise it", [{0, 10, 6}], true},
        {"failures at the threshold do not", [{0, 10, 5}], false},
        {"a few syncs say nothing", [{0, 9, 9}], false},
        {"successes end it", [{0, 10, 10}, {1, 9, 0}, {2, 1, 0}], false},
        {"silence does not", [{0, 10, 10}, {500_000, 1, 1}], true},
        {"a success after a silence does", [{0, 10, 10}, {500_000, 1, 0}], false}
      ] do
    test "alert: #{what}" do
      assert after_all(unquote(Macro.escape(counts))).alert? == unquote(alert?)
    end
  end
end

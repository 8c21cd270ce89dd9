defmodule ParserEngine.CodeFileWatcher.VerdictTest do
  use ExUnit.Case, async: true

  alias ParserEngine.CodeFileWatcher.Verdict
  alias ParserEngine.Config
  alias ParserEngine.Sync.Outcome

  @config Config.new!(codebase_id: "c", root: "/", max_retries: 2, retry_delay: 7)
  @item %{
    due: 0,
    first_seen: 0,
    attempts: 0,
    threshold: 100,
    look: :first,
    busy?: false,
    awaited?: false,
    number: 0
  }
  @down {:error, {:database_unavailable, "gone"}}
  @refused {:error, {:database, "22001", "too long"}}

  defp tables(code_files, codebase_metadata) do
    fates = %{code_files: code_files, codebase_metadata: codebase_metadata}
    Outcome.of_tables(@config, "a", fates)
  end

  test "follow from the outcome and the attempts" do
    for {outcome, attempts, verdict, repairable?} <- [
          {Outcome.new("a", {:ok, :unchanged}), 0, :done, false},
          {Outcome.new("a", {:skipped, :busy}), 9, {:busy, 100}, false},
          {Outcome.new("a", {:skipped, :gone}), 0, {:second_look, 50}, false},
          {Outcome.new("a", {:skipped, :emptied}), 0, {:second_look, 500}, false},
          {Outcome.new("a", {:skipped, :changing}), 9, {:later, 100}, false},
          {Outcome.new("a", {:skipped, :binary}), 0, :done, false},
          {tables(:ok, :ok), 0, :done, false},
          {tables(:ok, @down), 0, {:retry, 7}, true},
          {tables(@down, @down), 1, {:retry, 7}, true},
          {tables(@down, :ok), 2, :done, true},
          {tables(@refused, :ok), 0, :done, false},
          {tables(:ok, {:error, :nif_not_loaded}), 0, :done, false},
          {Outcome.new("a", @down), 2, :done, true},
          # Waiting does not make a file readable: its next change does, or the next comparison.
          {Outcome.new("a", {:error, :eacces}), 0, {:retry, 7}, false},
          {Outcome.new("a", {:error, :eacces}), 2, :done, false}
        ] do
      item = %{@item | attempts: attempts}
      assert {outcome.result, Verdict.of(outcome, item, @config)} == {outcome.result, verdict}
      assert {outcome.result, Verdict.repairable?(outcome)} == {outcome.result, repairable?}
    end
  end

  test "a busy file is read at the ceiling" do
    config = %{@config | debounce_ceiling: 5_000}
    busy = %{@item | busy?: true}
    assert Verdict.entry("a", busy, config, 2_499) == {"a", 100, :first}
    assert Verdict.entry("a", busy, config, 2_500) == {"a", 0, :first}
    # One that has only waited for its turn is looked at like any other.
    assert Verdict.entry("a", @item, config, 2_500) == {"a", 100, :first}
  end

  test "what its writer has closed is not busy" do
    assert Verdict.busy_threshold(%{@config | busy_threshold: 80}) == 80
    assert Verdict.busy_threshold(%{@config | debounce: :on_close}) == 0
  end
end

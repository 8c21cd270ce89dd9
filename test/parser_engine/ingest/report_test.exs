defmodule ParserEngine.Ingest.ReportTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Config
  alias ParserEngine.Ingest.{Report, Summary}
  alias ParserEngine.Sync.Outcome

  @config Config.new!(codebase_id: "shop", root: "/shop")
  @summary %Summary{
    files: 10,
    current: 4,
    changed: 6,
    absent: 1,
    skipped: %{"ignored" => 3},
    errors: [],
    results: %{{:ok, :both_tables} => 6},
    milliseconds: 1_500
  }

  defp text(iodata), do: IO.iodata_to_binary(iodata)

  test "what was done, and what the tables hold" do
    counts = [
      code_files: [{"elixir", "ok", 8}, {"elixir", "partial", 1}, {"json", "too_deep", 1}],
      codebase_metadata: [{"elixir", "ok", 8}, {"json", "too_deep", 1}]
    ]

    assert text(Report.summary(@summary, @config, counts)) == """
           shop: 6 of 10 files in 1.5 s (4 files/s), 4 current before, 1 removed.

             language               code_files  codebase_metadata
             elixir                          9                  8
             json                            1                  1
             in all                         10                  9

             parse status           code_files  codebase_metadata
             ok                              8                  8
             partial                         1                  0
             too_deep                        1                  1

             skipped: ignored 3
           """
  end

  test "nothing new is one line" do
    summary = %{@summary | changed: 0, current: 10, absent: 0, results: %{}}

    assert text(Report.summary(summary, @config, [])) ==
             "shop: nothing new, all 10 files are current (1.5 s).\n"
  end

  test "failures by reason, the paths of each up to a number" do
    failed = for n <- 1..7, do: {"f#{n}.ex", :eacces}
    summary = %{@summary | failed: failed ++ [{"z.ex", :timeout}], errors: [{"priv", "denied"}]}

    assert text(Report.failures(summary)) == """

             could not be looked at: 1
               denied
                 priv

             failed: 8
               the file may not be read: permission denied
                 f1.ex
                 f2.ex
                 f3.ex
                 f4.ex
                 f5.ex
                 and 2 more
               the analysis took too long
                 z.ex
           """
  end

  test "a missing NIF and an empty tree are told, and are no success" do
    without_nif = %{@summary | analysed?: false}
    refute Summary.complete?(without_nif)
    assert text(Report.failures(without_nif)) =~ "Only code_files was written"

    for {suspect, words} <- [emptied: "No file was found", many: "200 files, more than half"] do
      summary = %{@summary | suspect: suspect, kept: 200}
      refute Summary.complete?(summary)
      assert text(Report.failures(summary)) =~ words
      assert text(Report.failures(summary)) =~ "rows were kept: --allow-mass-delete"
    end
  end

  test "a line for each sync" do
    both = %{code_files: :ok, codebase_metadata: :ok}
    one = %{both | codebase_metadata: {:error, :nif_not_loaded}}

    assert text(Report.outcome(Outcome.of_tables(@config, "a.ex", both), 12)) ==
             "✓✓ a.ex (12 ms)\n"

    assert text(Report.outcome(Outcome.of_tables(@config, "a.ex", one), 12)) =~
             "✓✗ a.ex: codebase_metadata: the NIF is not loaded"

    assert text(Report.outcome(Outcome.new("a.ex", {:ok, :deleted}), 1)) == "-- a.ex: deleted\n"
    assert text(Report.outcome(Outcome.new("a.ex", {:ok, :unchanged}), 1)) == ""

    for again <- [:busy, :gone, :emptied],
        do: assert(text(Report.outcome(Outcome.new("a.ex", {:skipped, again}), 1)) == "")

    assert text(Report.outcome(Outcome.new("a.ex", {:error, :eacces}), 1)) ==
             "✗✗ a.ex: the file may not be read: permission denied\n"
  end
end

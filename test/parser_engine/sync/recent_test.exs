defmodule ParserEngine.Sync.RecentTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Config
  alias ParserEngine.Store.Entry
  alias ParserEngine.Sync.{Outcome, Recent}

  @config %{tables: Config.tables()}
  @stat %{size: 1, mtime_ns: 2, ctime_ns: 3, inode: 4}

  # Events as pairs: {generation, path} for what was written, {generation, path, result} for the rest.
  for {name, events, known} <- [
        {"two numbers in a row", [{1, "a"}, {2, "a"}], 2},
        {"one number says nothing", [{1, "a"}], nil},
        {"another writer in between", [{1, "a"}, {3, "a"}], nil},
        {"nobody since", [{1, "a"}, {3, "a"}, {4, "b"}], 4},
        {"the same number again", [{1, "a"}, {2, "a"}, {2, "a"}], 2},
        {"a batch", [{1, "b"}, {2, "a"}, {2, "b"}], 2},
        {"a job that ends late", [{1, "b"}, {2, "b"}, {1, "a"}], 2},
        {"another path", [{1, "b"}, {2, "b"}], nil},
        {"unchanged", [{1, "a"}, {2, "a", {:ok, :unchanged}}], nil},
        {"deleted", [{1, "a"}, {2, "a", {:ok, :deleted}}], nil},
        {"a table failed", [{1, "a"}, {2, "a", {:ok, :code_files_only}}], nil},
        {"left out", [{1, "a"}, {2, "a", {:skipped, :busy}}], nil},
        {"the database was away", [{1, "a"}, {2, "a"}, {nil, "b", {:error, :both_failed}}], nil}
      ] do
    test "what is known of a file: #{name}" do
      recent = Recent.learn(Recent.new(), Enum.map(unquote(Macro.escape(events)), &outcome/1))

      case Recent.known(recent, @config, ["a"]) do
        nil ->
          assert unquote(known) == nil

        {generation, known} ->
          assert generation == unquote(known)
          assert %{code_files: {:ok, %{"a" => %Entry{hash: "of a"}}}} = known
          assert Map.keys(known) == @config.tables
      end
    end
  end

  test "all paths have to be known" do
    recent = Recent.learn(Recent.new(), Enum.map([{1, "a"}, {2, "b"}], &outcome/1))
    assert {2, _known} = Recent.known(recent, @config, ["b", "a"])
    assert Recent.known(recent, @config, ["a", "c"]) == nil
  end

  test "no more than a thousand files are kept" do
    recent = Recent.learn(Recent.new(), for(n <- 1..1_500, do: outcome({n, "#{n}"})))
    assert map_size(recent.files) == 500
    assert {1_500, _known} = Recent.known(recent, @config, ["1500"])
    full = Recent.learn(recent, for(n <- 1..500, do: outcome({1_500 + n, "#{n}"})))
    assert map_size(Recent.learn(full, [outcome({2_001, "1"})]).files) == 1_000
  end

  defp outcome({generation, path}) do
    entry = Entry.of_reading("of " <> path, @stat, "1")
    %{Outcome.new(path, {:ok, :both_tables}) | generation: generation, entry: entry}
  end

  defp outcome({generation, path, result}),
    do: %{Outcome.new(path, result) | generation: generation}
end

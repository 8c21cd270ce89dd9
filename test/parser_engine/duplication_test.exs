defmodule ParserEngine.DuplicationTest do
  # Clones in the table, by an ingestion and while files change.
  use ParserEngine.LiveCase, async: true

  alias ParserEngine.CodeGraph.Keeper
  alias ParserEngine.{CodeGraph, Config, Duplication, Error, Ingest}

  doctest Duplication

  @original """
  def total(orders, rate):
      result = 0
      for order in orders:
          if order.paid and order.amount > 10:
              result += order.amount * rate
          elif order.open:
              result -= order.fee
      return round(result, 2)
  """

  # Every name is another one, one to one.
  @renamed """
  # What is due.
  def due(bills, factor):
      sum = 0
      for bill in bills:
          if bill.settled and bill.value > 10:
              sum += bill.value * factor
          elif bill.pending:
              sum -= bill.costs
      return round(sum, 2)
  """

  @other """
  class Store:
      def __init__(self, path):
          self.path = path
  """

  defp ingested(context, more \\ []) do
    config = context |> options([graph: true] ++ more) |> Config.new!()
    {:ok, %{failed: [], graph: {:ok, size}}} = Ingest.run(config)
    {%{config: config}, size}
  end

  defp of(live, path) do
    for column <- ~w(duplication_percentage clone_count clones)a,
        into: %{},
        do: {column, value(live, path, column, :codebase_metadata)}
  end

  describe "an ingestion" do
    test "tells a renamed copy on both sides", context do
      write(context, "a.py", @original <> "\n" <> @other)
      write(context, "b.py", @renamed)
      write(context, "c.py", @other)
      write(context, "README.md", String.duplicate(@original, 2))
      {live, size} = ingested(context)
      assert %{files_compared: 2, pairs_compared: 1} = size

      # 8 lines of 12, and of 9.
      assert of(live, "a.py") == %{
               duplication_percentage: "66.6667",
               clone_count: "1",
               clones:
                 ~s([{"path": "b.py", "tokens": 51, "end_line": 8, "start_line": 1, ) <>
                   ~s("other_end_line": 9, "other_start_line": 2}])
             }

      assert of(live, "b.py") == %{
               duplication_percentage: "88.8889",
               clone_count: "1",
               clones:
                 ~s([{"path": "a.py", "tokens": 51, "end_line": 9, "start_line": 2, ) <>
                   ~s("other_end_line": 8, "other_start_line": 1}])
             }

      assert of(live, "c.py") ==
               %{duplication_percentage: "0", clone_count: "0", clones: "[]"}

      nothing = %{duplication_percentage: nil, clone_count: nil, clones: nil}
      assert of(live, "README.md") == nothing
      assert value(live, "README.md", "clone_tokens", :codebase_metadata) == nil
    end

    test "finds what its settings say", context do
      write(context, "a.py", @original)
      write(context, "b.py", @renamed)

      for {settings, clones} <- [
            {[min_lines: 8], "1"},
            {[min_lines: 9], "0"},
            {[min_tokens: 51], "1"},
            {[min_tokens: 52], "0"},
            {false, nil}
          ] do
        {live, _size} = ingested(context, duplication: settings)
        assert of(live, "a.py").clone_count == clones
      end
    end

    test "that looks for nothing clears what was found", context do
      write(context, "a.py", @original)
      write(context, "b.py", @renamed)
      {live, _size} = ingested(context)
      assert of(live, "b.py").clone_count == "1"
      {:ok, _size} = CodeGraph.run(%{live.config | duplication: false})

      assert of(live, "b.py") ==
               %{duplication_percentage: nil, clone_count: nil, clones: nil}
    end

    test "lowers the quality", context do
      write(context, "a.py", @original)
      {alone, _size} = ingested(context)
      write(context, "b.py", @renamed)
      {twice, _size} = ingested(context)

      sql = """
      SELECT one.quality_score > other.quality_score
      FROM #{live_table(alone)} one JOIN #{live_table(alone)} other USING (path)
      WHERE path = 'a.py' AND one.codebase_id = $1::text AND other.codebase_id = $2::text
      """

      ids = [alone.config.codebase_id, twice.config.codebase_id]
      assert alone.config.repo.query!(sql, ids).rows == [[true]]
    end
  end

  describe "while files change" do
    test "editing a copy away clears both, and compares only what may be copied", context do
      write(context, "a.py", @original)
      for n <- 1..20, do: write(context, "other#{n}.py", "x#{n} = #{n}\n" <> @other)
      live = start_live(context, graph: true)
      eventually(fn -> of(live, "a.py").clone_count == "0" end)

      write(context, "b.py", @renamed)
      compared = %{files_compared: 2, pairs_compared: 1}
      assert_receive {:event, [:graph, :refreshed], %{files: 22} = measured, _}, 20_000
      assert Map.take(measured, Map.keys(compared)) == compared
      eventually(fn -> of(live, "a.py").clone_count == "1" end)
      eventually(fn -> of(live, "b.py").duplication_percentage == "88.8889" end)

      # Lines move, tokens do not.
      write(context, "b.py", "# More.\n" <> @renamed)
      eventually(fn -> of(live, "a.py").clones =~ ~s("other_start_line": 3) end)
      assert_converges(live)

      write(context, "b.py", @other)
      eventually(fn -> of(live, "a.py").clone_count == "0" end)
      assert of(live, "b.py") == %{duplication_percentage: "0", clone_count: "0", clones: "[]"}
      assert_converges(live)
    end

    test "what another process has overwritten is written again", context do
      write(context, "a.py", @original)
      write(context, "b.py", @renamed)
      live = start_live(context, graph: true)
      eventually(fn -> of(live, "a.py").clone_count == "1" end)
      eventually(fn -> match?(%{current: true}, Keeper.status(live.config)) end)

      statement(live, """
      UPDATE #{live_table(live)} SET clones = '[]', clone_count = 0, clones_hash = 7
      WHERE path = 'a.py'
      """)

      Keeper.compared(live.config)
      eventually(fn -> of(live, "a.py").clone_count == "1" end)
      assert_converges(live)
    end

    test "a renamed file takes its clones along", context do
      write(context, "a.py", @original)
      write(context, "b.py", @renamed)
      live = start_live(context, graph: true)
      eventually(fn -> of(live, "a.py").clone_count == "1" end)
      File.rename!(Path.join(context.root, "b.py"), Path.join(context.root, "moved.py"))
      eventually(fn -> (of(live, "a.py").clones || "") =~ ~s("path": "moved.py") end)
      File.rm!(Path.join(context.root, "moved.py"))
      eventually(fn -> of(live, "a.py").clone_count == "0" end)
      assert_converges(live)
    end
  end

  test "wrong settings are told with the right ones" do
    for wrong <- [[min_tokens: 0], [min_token: 60], [min_lines: 1.5], true, %{}] do
      assert {:error, {:invalid_option, :duplication, ^wrong, expected} = reason} =
               Config.validate(codebase_id: "x", root: ".", duplication: wrong)

      assert expected == "false, or min_tokens in 10..10000, min_lines in 1..10000"
      assert Error.message(reason) =~ "min_tokens"
    end
  end

  defp live_table(%{config: config}), do: ~s("#{config.prefix}".codebase_metadata)
end

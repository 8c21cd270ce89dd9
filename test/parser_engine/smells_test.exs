defmodule ParserEngine.SmellsTest do
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Ingest, Smells}

  doctest ParserEngine.Smells

  @source """
  def f(a, b, c, d, e, f):
      # TODO: fewer
      return a


  def g(path):
      try:
          return open(path)
      except OSError:
          pass
  """

  setup %{root: root} do
    write(root, "a.py", @source)
    write(root, "a.json", "{}\n")
    :ok
  end

  defp smells(config) do
    sql = """
    SELECT s ->> 'id', (s ->> 'line')::int4, s ->> 'name' FROM T, jsonb_array_elements(metadata -> 'smells') s
    WHERE codebase_id = $1::text AND path = 'a.py' ORDER BY 2
    """

    rows(config, :codebase_metadata, sql, [config.codebase_id])
  end

  defp numbers(config, path) do
    sql = """
    SELECT code_smells_count, technical_debt_ratio, quality_score FROM T
    WHERE codebase_id = $1::text AND path = $2::text
    """

    [row] = rows(config, :codebase_metadata, sql, [config.codebase_id, path])
    row
  end

  test "each smell is in the row, and they are counted", %{config: config} do
    {:ok, %{failed: []}} = Ingest.run(config)

    assert smells(config) == [
             ["long_parameter_list", 1, "f"],
             ["todo_comment", 2, nil],
             ["empty_catch", 9, nil]
           ]

    # 20, 5 and 5 minutes; seven lines of code take half an hour each.
    assert [3, 0.1429, quality] = numbers(config, "a.py")
    assert quality > 0 and quality <= 100
    assert numbers(config, "a.json") == [nil, nil, nil]
  end

  test "other thresholds give other rows", %{config: config} do
    {:ok, _summary} = Ingest.run(config)
    settle(config)
    [3, _ratio, before] = numbers(config, "a.py")
    lenient = %{config | smells: [long_parameter_list: 6, todo_comment: false]}
    assert {:ok, %{changed: 2}} = Ingest.run(lenient)
    assert smells(config) == [["empty_catch", 9, nil]]
    assert [1, 0.0238, quality] = numbers(config, "a.py")
    assert quality > before
    settle(config)
    assert {:ok, %{changed: 0}} = Ingest.run(lenient)
  end

  test "quality is the mean of what is known, and follows it", %{config: config} do
    {:ok, _summary} = Ingest.run(config)
    table = name(config, :codebase_metadata)

    statement(config, """
    UPDATE #{table} SET maintainability_index = 80, technical_debt_ratio = 0.1,
      documentation_coverage = NULL, security_score = NULL, duplication_percentage = NULL
    """)

    assert [_, _, 80.0] = numbers(config, "a.py")
    statement(config, "UPDATE #{table} SET security_score = 40, test_coverage = 1")
    # (30 * 80 + 25 * 80 + 20 * 40 + 5 * 100) / 80
    assert [_, _, 71.25] = numbers(config, "a.py")
    statement(config, "UPDATE #{table} SET technical_debt_ratio = 7")
    assert [_, _, 46.25] = numbers(config, "a.py")
    statement(config, "UPDATE #{table} SET technical_debt_ratio = NULL")
    # (30 * 80 + 20 * 40 + 5 * 100) / 55
    assert [_, _, 67.2727] = numbers(config, "a.py")
  end

  test "without a database", %{root: root} do
    file = Path.join(root, "a.py")
    {:ok, analysis} = ParserEngine.parse_file(file)
    assert Enum.map(analysis.smells, & &1.id) == ~w(long_parameter_list todo_comment empty_catch)
    off = for id <- Smells.ids(), do: {id, false}

    assert {:ok, %{smells: [], technical_debt_ratio: 0.0}} =
             ParserEngine.parse_file(file, smells: off)

    assert {:error, {:invalid_option, :smells, [long_fun: 1], expected}} =
             ParserEngine.parse_file(file, smells: [long_fun: 1])

    assert expected =~ "long_function"
  end
end

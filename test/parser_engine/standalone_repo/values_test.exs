defmodule ParserEngine.StandaloneRepo.ValuesTest do
  use ParserEngine.StandaloneRepoCase, async: true

  for {type, value} <- [
        {"text", "grün 🌲"},
        {"text", ""},
        {"varchar", "a"},
        {"name", "a"},
        {"int2", -32_768},
        {"int4", 2_147_483_647},
        {"int8", -9_223_372_036_854_775_808},
        {"float4", 0.5},
        {"float8", 1.0e300},
        {"bool", true},
        {"bool", false},
        {"bytea", <<0, 255, 1>>},
        {"timestamptz", ~U[2026-11-23 12:00:00.000001Z]},
        {"timestamptz", ~U[1900-01-01 00:00:00.000000Z]},
        {"timestamp", ~N[9999-12-31 23:59:59.999999]},
        {"text[]", ["a", nil, "ü\"{},"]},
        {"text[]", []},
        {"int8[]", [1, nil, -1]},
        {"float8[]", [1.5]},
        {"bool[]", [true, false]},
        {"timestamptz[]", [~U[2026-11-23 12:00:00.000000Z]]},
        {"text", nil},
        {"int8[]", nil}
      ] do
    test "#{type} #{inspect(value)} comes back as it was", %{repo: repo} do
      value = unquote(Macro.escape(value))
      assert value(repo, "SELECT $1::#{unquote(type)}", [value]) === value
    end
  end

  test "an integer is taken as a float8", %{repo: repo} do
    assert value(repo, "SELECT $1::float8", [3]) === 3.0
  end

  test "floats that are not numbers, and void", %{repo: repo} do
    sql = "SELECT 'inf'::float8, '-inf'::float4, 'NaN'::float8, pg_sleep(0)"
    assert %{rows: [[:inf, :"-inf", :NaN, :void]]} = StandaloneRepo.query!(repo, sql)
  end

  test "20 MB of text", %{repo: repo} do
    text = String.duplicate("0123456789abcdef", 1_310_720)
    assert value(repo, "SELECT $1::text", [text]) == text
  end

  test "a result with rows", %{repo: repo} do
    assert {:ok, %{columns: ["a", "b"], rows: [[1, "x"], [2, nil]], num_rows: 2}} =
             StandaloneRepo.query(repo, "SELECT * FROM (VALUES (1, 'x'), (2, NULL)) AS t(a, b)")
  end

  test "a result without rows", %{repo: repo} do
    assert {:ok, %{columns: ["a"], rows: [], num_rows: 0, command: :select}} =
             StandaloneRepo.query(repo, "SELECT 1 AS a WHERE false")
  end

  test "the result of a statement that returns none", %{repo: repo} do
    create_numbers(repo)

    assert {:ok, %{columns: nil, rows: nil, num_rows: 2, command: :insert}} =
             StandaloneRepo.query(repo, "INSERT INTO n VALUES (1), (2)")
  end
end

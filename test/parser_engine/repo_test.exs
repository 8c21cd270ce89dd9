defmodule ParserEngine.RepoTest do
  # What the library relies on, whichever repo is compiled: Ecto's or the standalone one.
  use ParserEngine.PostgresCase, async: true

  setup %{repo: repo, prefix: prefix} do
    repo.query!("CREATE TABLE #{prefix}.t (n int8 PRIMARY KEY, at timestamptz DEFAULT now())", [])
    {:ok, table: "#{prefix}.t"}
  end

  for {type, value} <- [
        {"text", "grün"},
        {"int8", 9_223_372_036_854_775_807},
        {"float8", 0.1},
        {"bool", true},
        {"bytea", <<0, 255>>},
        {"timestamptz", ~U[2026-11-23 12:00:00.000001Z]},
        {"timestamp", ~N[2026-11-23 12:00:00.000001]},
        {"text[]", ["a", nil]},
        {"int8[]", [1, nil]},
        {"text", nil}
      ] do
    test "#{inspect(value)} crosses as #{type}", %{repo: repo} do
      value = unquote(Macro.escape(value))

      assert {:ok, %{columns: ["v"], rows: [[^value]], num_rows: 1}} =
               repo.query("SELECT $1::#{unquote(type)} AS v", [value])
    end
  end

  test "rows written and returned", %{repo: repo, table: table} do
    assert {:ok, %{columns: nil, rows: nil, num_rows: 2}} =
             repo.query("INSERT INTO #{table} VALUES ($1), ($2)", [1, 2])

    assert {:ok, %{columns: ["n", "at"], rows: [[3, %DateTime{}]], num_rows: 1}} =
             repo.query("INSERT INTO #{table} VALUES ($1) RETURNING *", [3])

    assert {:ok, %{columns: ["n"], rows: [], num_rows: 0}} =
             repo.query("SELECT n FROM #{table} WHERE n > $1", [3])
  end

  test "an error has PostgreSQL's code and message", %{repo: repo, table: table} do
    repo.query!("INSERT INTO #{table} VALUES (1)", [])
    assert {:error, error} = repo.query("INSERT INTO #{table} VALUES (1)", [])
    assert %{code: :unique_violation, pg_code: "23505", constraint: "t_pkey"} = error.postgres
    assert error.postgres.message =~ "duplicate key"
    assert is_binary(Exception.message(error))
  end

  test "a transaction commits, or answers why not", %{repo: repo, table: table} do
    insert = fn n -> repo.query("INSERT INTO #{table} VALUES ($1)", [n]) end

    assert {:ok, {:ok, %{num_rows: 1}}} = repo.transaction(fn -> insert.(1) end)

    assert {:error, :because} =
             repo.transaction(fn ->
               insert.(2)
               repo.rollback(:because)
             end)

    assert {:error, :rollback} = repo.transaction(fn -> {insert.(3), insert.(1)} end)
    assert %{rows: [[[1]]]} = repo.query!("SELECT array_agg(n) FROM #{table}", [])
  end

  @tag :capture_log
  test "a statement that takes too long is an error", %{repo: repo} do
    assert {:error, error} = repo.query("SELECT pg_sleep(60)", [], timeout: 20)
    assert is_binary(Exception.message(error))
    assert %{rows: [[1]]} = repo.query!("SELECT 1", [])
  end
end

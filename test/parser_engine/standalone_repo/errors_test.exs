defmodule ParserEngine.StandaloneRepo.ErrorsTest do
  use ParserEngine.StandaloneRepoCase, async: true

  describe "the server's answer" do
    test "to a duplicate", %{repo: repo, schema: schema} do
      create_numbers(repo)
      insert(repo, 1)
      assert {:error, %Error{postgres: postgres} = error} = insert(repo, 1)

      assert %{
               code: :unique_violation,
               pg_code: "23505",
               severity: "ERROR",
               schema: ^schema,
               table: "n",
               constraint: "n_pkey",
               detail: "Key (n)=(1) already exists."
             } = postgres

      assert Exception.message(error) =~ "ERROR 23505 (unique_violation) duplicate key value"
    end

    test "to an undefined table", %{repo: repo} do
      assert {:error, %Error{postgres: %{code: :undefined_table, pg_code: "42P01"}}} =
               StandaloneRepo.query(repo, "SELECT * FROM nowhere")
    end

    test "to a syntax error", %{repo: repo} do
      assert {:error, %Error{postgres: %{code: :syntax_error, position: 1}}} =
               StandaloneRepo.query(repo, "SELEKT")

      assert_raise Error, ~r/42601/, fn -> StandaloneRepo.query!(repo, "SELEKT") end
    end

    test "with an SQLSTATE that has no name here", %{repo: repo} do
      sql = "DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'ZZ123'; END $$"

      assert {:error, %Error{postgres: %{code: "ZZ123", pg_code: "ZZ123", message: "no"}}} =
               StandaloneRepo.query(repo, sql)
    end

    test "to text with NUL or in another encoding", %{repo: repo} do
      for text <- ["a\0b", <<255>>] do
        assert {:error, %Error{postgres: %{code: :character_not_in_repertoire}}} =
                 StandaloneRepo.query(repo, "SELECT $1::text", [text])
      end
    end

    test "once, when a table changes under a prepared statement", %{repo: repo} do
      create_numbers(repo)

      {:ok, _} =
        StandaloneRepo.transaction(repo, fn ->
          assert %{columns: ["n"]} = StandaloneRepo.query!(repo, "SELECT * FROM n")
          StandaloneRepo.query!(repo, "ALTER TABLE n ADD m text")
        end)

      assert {:error, %Error{postgres: %{code: :feature_not_supported}}} =
               StandaloneRepo.query(repo, "SELECT * FROM n")

      assert %{columns: ["n", "m"]} = StandaloneRepo.query!(repo, "SELECT * FROM n")
    end
  end

  describe "a statement is not sent" do
    for {type, wrong} <- [
          {"int8", "1"},
          {"int8", 9_223_372_036_854_775_808},
          {"int2", 40_000},
          {"text", 1},
          {"text", :atom},
          {"float8", "1.0"},
          {"bool", 1},
          {"timestamptz", ~N[2026-01-01 00:00:00]},
          {"timestamp", ~U[2026-01-01 00:00:00Z]},
          {"int8[]", [1, "2"]},
          {"text[]", "a"}
        ] do
      test "with #{inspect(wrong)} as #{type}", %{repo: repo} do
        params = ["", unquote(Macro.escape(wrong))]
        sql = "SELECT $1::text, $2::#{unquote(type)}"
        assert {:error, %Error{postgres: nil} = error} = StandaloneRepo.query(repo, sql, params)
        assert {:parameter, 2, _type} = error.reason
        assert Exception.message(error) =~ "parameter $2 is not a value of type"
      end
    end

    test "with a parameter of a type outside the contract", %{repo: repo} do
      assert {:error, %Error{reason: {:parameter_type, 1, "jsonb"}}} =
               StandaloneRepo.query(repo, "SELECT $1::jsonb::text", ["{}"])
    end

    test "for a column of a type outside the contract", %{repo: repo} do
      assert {:error, %Error{reason: {:column_type, "j", "jsonb"}} = error} =
               StandaloneRepo.query(repo, "SELECT '{}'::jsonb AS j")

      assert Exception.message(error) =~ "column j is of type jsonb"
    end

    test "with the wrong number of parameters", %{repo: repo} do
      assert {:error, %Error{reason: {:parameter_count, 1, 0}}} =
               StandaloneRepo.query(repo, "SELECT $1::text")
    end

    test "with NUL in it", %{repo: repo} do
      assert {:error, %Error{reason: {:request, _}}} = StandaloneRepo.query(repo, "SELECT '\0'")
    end
  end

  test "a value that Elixir has not", %{repo: repo} do
    for value <- ["'infinity'::timestamptz", "'10000-01-01'::timestamp", "'{{1},{2}}'::int8[]"] do
      assert {:error, %Error{reason: {:value, _text}}} =
               StandaloneRepo.query(repo, "SELECT #{value}")
    end
  end

  test "a database that does not exist", %{schema: schema} do
    other = start_repo(:"other_#{schema}", schema, database: "nowhere")

    assert {:error, %ConnectionError{reason: %Error{postgres: %{code: :invalid_catalog_name}}}} =
             StandaloneRepo.query(other, "SELECT 1")
  end

  test "a server that is not there" do
    options = [name: :nobody, socket_dir: "/nowhere", database: "a", username: "a"]
    repo = start_supervised!({StandaloneRepo, options}, id: :nobody)
    assert {:error, %ConnectionError{} = error} = StandaloneRepo.query(repo, "SELECT 1")
    assert Exception.message(error) =~ "No such file"
  end
end

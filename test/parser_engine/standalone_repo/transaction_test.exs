defmodule ParserEngine.StandaloneRepo.TransactionTest do
  use ParserEngine.StandaloneRepoCase, async: true

  setup %{repo: repo} do
    create_numbers(repo)
    :ok
  end

  test "commits", %{repo: repo} do
    outcome =
      StandaloneRepo.transaction(repo, fn ->
        insert(repo, 1)
        :value
      end)

    assert outcome == {:ok, :value}
    assert numbers(repo) == [1]
  end

  test "rolls back with a value", %{repo: repo} do
    outcome =
      StandaloneRepo.transaction(repo, fn ->
        insert(repo, 1)
        StandaloneRepo.rollback(repo, :because)
      end)

    assert outcome == {:error, :because}
    assert numbers(repo) == []
  end

  for {name, fail} <- [
        raise: quote(do: raise("x")),
        throw: quote(do: throw(:x)),
        exit: quote(do: exit(:x))
      ] do
    test "rolls back on #{name}, which goes on to the caller", %{repo: repo} do
      reason =
        try do
          StandaloneRepo.transaction(repo, fn ->
            insert(repo, 1)
            unquote(fail)
          end)
        catch
          _kind, reason -> reason
        end

      assert reason in [:x, %RuntimeError{message: "x"}]
      assert numbers(repo) == []
    end
  end

  test "keeps to one connection", %{repo: repo} do
    pid = fn -> value(repo, "SELECT pg_backend_pid()") end
    assert {:ok, {same, same}} = StandaloneRepo.transaction(repo, fn -> {pid.(), pid.()} end)
  end

  test "does not commit past a failed statement", %{repo: repo} do
    outcome =
      StandaloneRepo.transaction(repo, fn ->
        insert(repo, 1)
        {:error, _duplicate} = insert(repo, 1)
      end)

    assert outcome == {:error, :rollback}
    assert numbers(repo) == []
  end

  test "commits what a savepoint saved", %{repo: repo} do
    {:ok, _} =
      StandaloneRepo.transaction(repo, fn ->
        insert(repo, 1)
        StandaloneRepo.query!(repo, "SAVEPOINT s")
        {:error, _duplicate} = insert(repo, 1)
        StandaloneRepo.query!(repo, "ROLLBACK TO s")
      end)

    assert numbers(repo) == [1]
  end

  test "is joined by one within it", %{repo: repo} do
    nested = fn inner ->
      StandaloneRepo.transaction(repo, fn ->
        insert(repo, 1)
        StandaloneRepo.transaction(repo, inner)
      end)
    end

    assert nested.(fn -> StandaloneRepo.rollback(repo, :inner) end) == {:error, :rollback}
    assert numbers(repo) == []
    assert nested.(fn -> :fine end) == {:ok, {:ok, :fine}}
    assert numbers(repo) == [1]
  end

  test "tells when the server refuses the commit", %{repo: repo} do
    deferred = "REFERENCES n DEFERRABLE INITIALLY DEFERRED"
    StandaloneRepo.query!(repo, "CREATE TABLE m (n int8 #{deferred})")
    dangling = fn -> StandaloneRepo.query!(repo, "INSERT INTO m VALUES (7)") end

    assert {:error, %Error{postgres: %{code: :foreign_key_violation}}} =
             StandaloneRepo.transaction(repo, dangling)
  end

  @tag pool: [pool_size: 1]
  test "ends with a timeout within", %{repo: repo} do
    outcome =
      StandaloneRepo.transaction(repo, fn ->
        insert(repo, 1)
        {:error, _timeout} = StandaloneRepo.query(repo, "SELECT pg_sleep(9)", [], timeout: 10)
        {:error, %ConnectionError{reason: :closed}} = StandaloneRepo.query(repo, "SELECT 1")
      end)

    assert outcome == {:error, :rollback}
    assert numbers(repo) == []
  end

  test "is needed to roll back", %{repo: repo} do
    assert_raise RuntimeError, fn -> StandaloneRepo.rollback(repo, :no) end
  end
end

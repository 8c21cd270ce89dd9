defmodule ParserEngine.StandaloneRepoCase do
  @moduledoc false
  # A test with a pool of its own, whose sessions work in a schema of their own and carry its name.
  # `@tag pool: […]` gives the pool's options.

  use ExUnit.CaseTemplate

  import ExUnit.Assertions

  alias ParserEngine.{Patience, PrivatePostgres, StandaloneRepo, TestPostgres}

  using do
    quote do
      import ParserEngine.StandaloneRepoCase

      alias ParserEngine.{PrivatePostgres, StandaloneRepo, TestPostgres}
      alias ParserEngine.StandaloneRepo.{ConnectionError, Error}

      # The native library is built only where Ecto is absent.
      if Code.ensure_loaded?(Ecto.Repo), do: @moduletag(skip: "Ecto is loaded")
    end
  end

  setup context do
    schema = "s_#{System.unique_integer([:positive])}"
    repo = start_repo(String.to_atom(schema), schema, Map.get(context, :pool, []))
    StandaloneRepo.query!(repo, "CREATE SCHEMA #{schema}")
    on_exit(fn -> drop(schema) end)
    {:ok, repo: repo, schema: schema}
  end

  # The test's own pool has ended by then.
  defp drop(schema) do
    {:ok, pool} = StandaloneRepo.start_link(server_options() ++ [name: :"drop_#{schema}"])
    StandaloneRepo.query!(pool, "DROP SCHEMA #{schema} CASCADE")
    GenServer.stop(pool)
  end

  def server_options, do: PrivatePostgres.repo_options(TestPostgres.server())

  @doc "A pool that ends with the test."
  def start_repo(name, schema, options \\ []) do
    parameters = [search_path: schema, application_name: schema]
    options = options ++ [name: name, parameters: parameters] ++ server_options()
    start_supervised!({StandaloneRepo, options})
    name
  end

  @doc "The single value of a statement's result."
  def value(repo, sql, params \\ []) do
    %{rows: [[value]]} = StandaloneRepo.query!(repo, sql, params)
    value
  end

  @doc "A table of numbers, for tests of what is written."
  def create_numbers(repo), do: StandaloneRepo.query!(repo, "CREATE TABLE n (n int8 PRIMARY KEY)")
  def insert(repo, n), do: StandaloneRepo.query(repo, "INSERT INTO n VALUES ($1)", [n])
  def numbers(repo), do: value(repo, "SELECT coalesce(array_agg(n ORDER BY n), '{}') FROM n")

  @doc "A task that holds a connection until it is sent `:go_on`."
  def hold_connection(repo) do
    test = self()

    task =
      Task.async(fn ->
        StandaloneRepo.transaction(repo, fn ->
          send(test, :holds)
          receive do: (:go_on -> :done)
        end)
      end)

    assert_receive :holds, 5_000
    task
  end

  @doc "How many of the schema's sessions are in pg_sleep."
  def sleepers(repo, schema) do
    value(
      repo,
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE application_name = $1::text AND state = 'active' AND wait_event = 'PgSleep'
      """,
      [schema]
    )
  end

  @doc "Asks until the answer is true, ten seconds at most."
  def await(condition), do: Patience.await(condition, 10_000)
end

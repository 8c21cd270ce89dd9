defmodule ParserEngine.LiveCase do
  @moduledoc false
  # A test with a tree of its own, watched by an instance of its own into a schema of its own.
  # `start_live/2` starts one; its telemetry reaches the test as messages, and `eventually/2`
  # looks again whenever one arrives.

  use ExUnit.CaseTemplate

  import ExUnit.{Assertions, Callbacks}

  alias ParserEngine.{CodebaseCase, Config, Migration, Telemetry}

  @patience 20_000
  @events [
    [:parser_engine, :sync, :stop],
    [:parser_engine, :watcher, :rescan],
    [:parser_engine, :watcher, :reconciled],
    [:parser_engine, :watcher, :degraded],
    [:parser_engine, :watcher, :restored],
    [:parser_engine, :watcher, :lease],
    [:parser_engine, :watcher, :breaker],
    [:parser_engine, :watcher, :alert],
    [:parser_engine, :watcher, :forced],
    [:parser_engine, :graph, :refreshed],
    [:parser_engine, :graph, :scored],
    [:parser_engine, :graph, :failed],
    [:parser_engine, :search_index, :updated],
    [:parser_engine, :search_index, :failed]
  ]
  # Short, so that tests are fast; no comparison but those that something asks for.
  @options [
    debounce: 40,
    debounce_ceiling: 2_000,
    busy_threshold: 20,
    retry_delay: 20,
    reconcile_interval: :infinity,
    graph: true
  ]
  @options_of_content [
    :repo,
    :prefix,
    :tables,
    :extensions,
    :ignore,
    :respect_gitignore,
    :nested_repositories,
    :max_file_bytes,
    :graph,
    :duplication,
    :search,
    :embedder
  ]
  # What follows later, and is equal up to so much of it.
  @scores ~w(pagerank_score centrality_score)
  @nearly 2.0e-6
  # What two readings of one file may differ in.
  @volatile ~w(id codebase_id generation parsed_at inserted_at created_at updated_at)

  using do
    quote do
      use ParserEngine.PostgresCase

      import ParserEngine.LiveCase

      @moduletag timeout: 120_000, capture_log: true

      setup :make_tree
    end
  end

  def make_tree(context) do
    root = Path.join(System.tmp_dir!(), "pe-live-#{System.pid()}-#{unique()}")
    File.mkdir_p!(root)
    on_exit(fn -> File.rm_rf!(root) end)
    :ok = Migration.run(context.repo, prefix: context.prefix)
    {:ok, root: root}
  end

  @doc "The options of an instance on the test's tree."
  def options(context, more \\ []) do
    [
      name: :"Live#{unique()}",
      codebase_id: "live-#{unique()}",
      root: context.root,
      repo: context.repo,
      prefix: context.prefix
    ]
    |> Keyword.merge(@options)
    |> Keyword.merge(more)
  end

  @doc "Starts an instance and waits for its first comparison."
  def start_live(context, more \\ []) do
    options = options(context, more)
    listen(options[:codebase_id])
    supervisor = start_supervised!({ParserEngine, options}, id: options[:name])
    config = Config.new!(options)
    watcher = Config.watcher(config)
    live = %{config: config, options: options, watcher: watcher, supervisor: supervisor}
    await_event([:watcher, :reconciled])
    live
  end

  @doc "Has the events of a codebase sent to the test: `{:event, name, measurements, metadata}`."
  def listen(codebase_id) do
    test = self()
    id = {__MODULE__, codebase_id}

    Telemetry.attach(id, @events, fn [_ | event], measurements, metadata ->
      if metadata.codebase_id == codebase_id,
        do: send(test, {:event, event, measurements, metadata})
    end)

    on_exit(fn -> Telemetry.detach(id) end)
  end

  def await_event(event, timeout \\ @patience),
    do: assert_receive({:event, ^event, _measurements, _metadata}, timeout)

  @doc "Looks until the answer is truthy, again whenever something was synced or compared."
  def eventually(look, deadline \\ now() + @patience) do
    cond do
      answer = look.() -> answer
      now() > deadline -> flunk("it did not come true")
      true -> await_news(deadline, fn -> eventually(look, deadline) end)
    end
  end

  @doc "Goes on when something was synced or compared, or half a second later."
  def await_news(deadline, continue) do
    receive do
      {:event, _event, _measurements, _metadata} -> continue.()
    after
      min(max(deadline - now(), 0) + 1, 500) -> continue.()
    end
  end

  @doc "Waits until both tables equal a fresh ingestion of the tree, and nothing is left to do."
  def assert_converges(live) do
    deadline = now() + @patience
    converge(live, deadline, difference(live))
  end

  defp converge(live, deadline, difference) do
    cond do
      difference == [] and idle?(live) ->
        :ok

      now() > deadline ->
        flunk("the tables do not equal a fresh ingestion: #{inspect(difference)}")

      true ->
        await_news(deadline, fn -> converge(live, deadline, difference(live)) end)
    end
  end

  @doc "Whether nothing is left to do."
  def idle?(live) do
    match?(
      {:ok, %{dirty: 0, running: 0, reconciling: false}},
      ParserEngine.CodeFileWatcher.status(live.watcher)
    )
  end

  @doc "Where the tables and a fresh ingestion of the same tree differ: `[{table, side, path}]`."
  def difference(live) do
    # A database that has just come back may still refuse.
    case ingest_fresh(live) do
      {:ok, fresh, []} -> differences(live, fresh)
      {:ok, _fresh, failed} -> failed
      {:error, reason} -> [reason]
    end
  end

  @doc "Ingests the tree once more, under another name: `{:ok, codebase_id, failed}`."
  def ingest_fresh(%{config: config}) do
    fresh = "fresh-#{unique()}"
    options = config |> Map.take(@options_of_content) |> Map.to_list()

    with {:ok, summary} <-
           ParserEngine.parse_and_store_tree(config.root, options ++ [codebase_id: fresh]),
         do: {:ok, fresh, summary.failed}
  end

  @doc "Where the tables differ from that ingestion: `[{table, side, path}]`."
  def differences(%{config: config}, fresh),
    do:
      Enum.flat_map(config.tables, &difference(config, &1, fresh)) ++
        scores(config, fresh) ++ symbols(config, fresh)

  # By the path of their file: no two codebases have the same files' ids.
  defp symbols(config, fresh) do
    sql = """
    WITH s AS (
      SELECT m.path, s.codebase_id, to_jsonb(s) - $3::text[] AS row
      FROM #{name(config, :code_symbols)} s
      JOIN #{name(config, :codebase_metadata)} m
        ON m.codebase_id = s.codebase_id AND m.id = s.file_id)
    SELECT path, row ->> 'name' FROM (
      (SELECT path, row FROM s WHERE codebase_id = $1::text
       EXCEPT SELECT path, row FROM s WHERE codebase_id = $2::text)
      UNION ALL
      (SELECT path, row FROM s WHERE codebase_id = $2::text
       EXCEPT SELECT path, row FROM s WHERE codebase_id = $1::text)) d
    ORDER BY 1, 2
    """

    for [path, name] <- rows(config, sql, [config.codebase_id, fresh, ["file_id" | @volatile]]),
        do: {:code_symbols, name, path}
  end

  defp scores(%{graph: false}, _fresh), do: []

  defp scores(config, fresh) do
    sql = """
    SELECT t.path, a.key, a.value, b.value
    FROM #{name(config, :codebase_metadata)} t
    JOIN #{name(config, :codebase_metadata)} f ON f.codebase_id = $2::text AND f.path = t.path,
      jsonb_each_text(to_jsonb(t)) a JOIN jsonb_each_text(to_jsonb(f)) b USING (key)
    WHERE t.codebase_id = $1::text AND a.key = ANY($3::text[])
      AND (a.value IS NULL <> (b.value IS NULL)
           OR abs(a.value::float8 - b.value::float8) > #{@nearly} * b.value::float8)
    """

    for [path, score, live, fresh] <- rows(config, sql, [config.codebase_id, fresh, @scores]),
        do: {:codebase_metadata, score, path, live, fresh}
  end

  defp difference(config, table, fresh) do
    sql = """
    WITH t AS (SELECT codebase_id, to_jsonb(t) - $3::text[] AS row FROM #{name(config, table)} t)
    SELECT side, coalesce(row ->> 'file_path', row ->> 'path') FROM (
      SELECT 'stale' AS side, d.* FROM
        (SELECT row FROM t WHERE codebase_id = $1::text
         EXCEPT SELECT row FROM t WHERE codebase_id = $2::text) d
      UNION ALL
      SELECT 'missing', d.* FROM
        (SELECT row FROM t WHERE codebase_id = $2::text
         EXCEPT SELECT row FROM t WHERE codebase_id = $1::text) d) both_sides
    ORDER BY 1, 2
    """

    for [side, path] <- rows(config, sql, [config.codebase_id, fresh, @volatile ++ @scores]),
        do: {table, side, path}
  end

  @doc "The paths that a table holds, sorted."
  def paths(%{config: config}, table \\ :code_files) do
    sql =
      "SELECT #{path(table)} FROM #{name(config, table)} WHERE codebase_id = $1::text ORDER BY 1"

    for [path] <- rows(config, sql, [config.codebase_id]), do: path
  end

  @doc "One column of one row, as text."
  def value(%{config: config}, path, column, table \\ :code_files) do
    sql = """
    SELECT #{column}::text FROM #{name(config, table)}
    WHERE codebase_id = $1::text AND #{path(table)} = $2::text
    """

    case rows(config, sql, [config.codebase_id, path]) do
      [[value]] -> value
      [] -> nil
    end
  end

  @doc "Keeps a list of all deleted rows, for `deletions/1`."
  def record_deletions(%{config: config} = live) do
    log = name(config, :deletions)
    statement(live, "CREATE TABLE #{log} (codebase_id text, path text)")

    for table <- config.tables do
      statement(live, """
      CREATE FUNCTION #{name(config, "log_#{table}")}() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN INSERT INTO #{log} VALUES (OLD.codebase_id, OLD.#{path(table)}); RETURN OLD; END $$
      """)

      statement(live, """
      CREATE TRIGGER log_deletions AFTER DELETE ON #{name(config, table)}
      FOR EACH ROW EXECUTE FUNCTION #{name(config, "log_#{table}")}()
      """)
    end
  end

  def deletions(%{config: config}) do
    sql =
      "SELECT DISTINCT path FROM #{name(config, :deletions)} WHERE codebase_id = $1::text ORDER BY 1"

    for [path] <- rows(config, sql, [config.codebase_id]), do: path
  end

  @doc "Has PostgreSQL refuse every write of a table, until `heal/2`."
  def refuse(%{config: config}, table), do: CodebaseCase.refuse(config, table)

  def heal(%{config: config}, table), do: CodebaseCase.heal(config, table)

  @doc "Locks a table, so that jobs stay in flight, until the function that it answers is called."
  def hold(%{config: config}, table \\ :codebase_metadata) do
    test = self()

    task =
      Task.async(fn ->
        config.repo.transaction(fn ->
          config.repo.query!("LOCK TABLE #{name(config, table)} IN ACCESS EXCLUSIVE MODE", [])
          send(test, :locked)
          receive do: (:release -> :ok)
        end)
      end)

    assert_receive :locked, @patience

    fn ->
      send(task.pid, :release)
      Task.await(task)
    end
  end

  def statement(%{config: config}, sql), do: config.repo.query!(sql, [])

  defp rows(config, sql, params), do: config.repo.query!(sql, params).rows

  defp name(config, table), do: ~s("#{config.prefix}"."#{table}")
  defp path(:code_files), do: "file_path"
  defp path(:codebase_metadata), do: "path"

  @doc "Writes a file of the tree, with the directories above it."
  def write(%{root: root}, path, text \\ nil) do
    file = Path.join(root, path)
    File.mkdir_p!(Path.dirname(file))
    File.write!(file, text || source(path))
    file
  end

  @doc "A small module that no other path has."
  def source(path, version \\ 0) do
    """
    defmodule M#{:erlang.phash2(path)} do
      @moduledoc "#{path}, version #{version}"
      def f(x) when x > #{version}, do: if(x, do: :one, else: :other)
    end
    """
  end

  @doc "git in the tree, by nobody in particular."
  def git(%{root: root}, arguments) do
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "gc.auto=0"]
    {output, status} = System.cmd("git", identity ++ arguments, cd: root, stderr_to_stdout: true)
    assert status == 0, output
  end

  def now, do: System.monotonic_time(:millisecond)
  defp unique, do: System.unique_integer([:positive])
end

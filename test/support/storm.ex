defmodule ParserEngine.Storm do
  @moduledoc false
  # One storm from its plan to calm: the tree, an instance that watches it, a server that may be
  # killed. Afterwards both tables have to equal a fresh ingestion, and to stay so.

  import ExUnit.Assertions
  import ParserEngine.LiveCase

  alias ParserEngine.{CodebaseCase, CodeFileWatcher}
  alias ParserEngine.Storm.{Content, Plan, Tree, Trouble}

  @patience 40_000
  @connections 6

  @enforce_keys [:seed, :live, :options, :repo_options, :server, :tree]
  defstruct @enforce_keys ++ [connections: @connections, holders: [], neighbour: nil]

  @doc "How many connections the repo of a storm has."
  def connections, do: @connections

  @doc "Carries out the storm of a seed, and waits for calm."
  def blow(context, seed, plan_options) do
    storm = start(context, seed)
    plan = Plan.new(seed, plan_options)
    storm |> carry_out(plan) |> calm()
  end

  defp start(context, seed) do
    tree = Tree.new(context.root)
    live = start_live(context, options_of(seed))
    refuse_rows(live)

    %__MODULE__{
      seed: seed,
      live: live,
      options: live.options,
      repo_options: context.repo_options,
      server: context.server,
      tree: tree
    }
  end

  defp options_of(seed) do
    [
      debounce: Enum.at([20, 40, 120, :on_close], rem(seed, 4)),
      max_retries: 1,
      max_file_bytes: Content.limit()
    ]
  end

  # Rows that PostgreSQL refuses for what is in them, whoever writes them.
  defp refuse_rows(%{config: config} = live) do
    for table <- config.tables do
      function = CodebaseCase.name(config, "refuse_row_of_#{table}")

      statement(live, """
      CREATE FUNCTION #{function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF to_jsonb(NEW)::text LIKE '%refused_by_#{table}%' THEN
          RAISE EXCEPTION 'no such row' USING ERRCODE = '22P05';
        END IF;
        RETURN NEW;
      END $$
      """)

      statement(live, """
      CREATE TRIGGER refuse_row BEFORE INSERT OR UPDATE ON #{CodebaseCase.name(config, table)}
      FOR EACH ROW EXECUTE FUNCTION #{function}()
      """)
    end
  end

  defp carry_out(storm, plan), do: Enum.reduce(plan, storm, &step/2)

  defp step(step, storm) do
    if Trouble.trouble?(step) do
      Trouble.carry_out(storm, step)
    else
      Tree.carry_out(storm.tree, step)
      storm
    end
  end

  # The tree no longer changes, so one fresh ingestion is what everything is compared with. Events
  # may still be under way when it is equal for the first time: it has to stay equal.
  defp calm(storm) do
    deadline = now() + @patience
    fresh = until(storm, deadline, fn -> fresh(storm.live) end)
    until(storm, deadline, fn -> equal(storm.live, fresh) end)
    touch_sentinel(storm)
    fresh = until(storm, deadline, fn -> fresh(storm.live) end)
    until(storm, deadline, fn -> equal(storm.live, fresh) end)
    :ok
  end

  defp touch_sentinel(storm),
    do: write(storm.tree, "sentinel.ex", source("sentinel.ex", storm.seed))

  # A database that has just come back may still refuse.
  defp until(storm, deadline, look) do
    case attempt(look) do
      {:ok, value} ->
        value

      {:error, difference} ->
        if now() > deadline, do: flunk(report(storm, difference))
        await_news(deadline, fn -> until(storm, deadline, look) end)
    end
  end

  defp attempt(look) do
    look.()
  rescue
    error -> {:error, error}
  catch
    :exit, reason -> {:error, reason}
  end

  defp fresh(live) do
    with {:ok, fresh, failed} <- ingest_fresh(live) do
      case Enum.reject(failed, &match?({_path, {:database, "22P05", _words}}, &1)) do
        [] -> {:ok, fresh}
        failed -> {:error, failed}
      end
    end
  end

  defp equal(live, fresh) do
    case {differences(live, fresh), CodeFileWatcher.status(live.watcher)} do
      {[], %{waiting: 0, running: 0, reconciling: false}} ->
        {:ok, :equal}

      {differences, status} ->
        {:error, {Enum.map(differences, &explained(live, fresh, &1)), status}}
    end
  end

  defp explained(%{config: config} = live, fresh, {table, side, path}) do
    file = Path.join(config.root, path)
    disk = with {:ok, stat} <- File.lstat(file), do: {stat.type, stat.size}
    {table, side, path, disk: disk, columns: differing(live, fresh, table, path)}
  end

  # The columns in which two rows of a path differ; none where there is only one row.
  defp differing(%{config: config}, fresh, table, path) do
    sql = """
    WITH t AS (SELECT codebase_id, to_jsonb(t) AS row FROM #{CodebaseCase.name(config, table)} t
               WHERE coalesce(to_jsonb(t) ->> 'file_path', to_jsonb(t) ->> 'path') = $3::text)
    SELECT key, left(l.value, 60), left(f.value, 60)
    FROM (SELECT (jsonb_each_text(row)).* FROM t WHERE codebase_id = $1::text) l
    JOIN (SELECT (jsonb_each_text(row)).* FROM t WHERE codebase_id = $2::text) f USING (key)
    WHERE l.value IS DISTINCT FROM f.value
    """

    for [key | values] <- config.repo.query!(sql, [config.codebase_id, fresh, path]).rows,
        key in ~w(size file_size mtime_ns inode hash content_hash generation updated_at parse_status),
        do: {key, values}
  end

  defp report(storm, difference) do
    """
    the tables do not equal a fresh ingestion: #{inspect(difference, pretty: true, limit: :infinity)}

    To have this storm again:
        PARSER_ENGINE_FIRST_SEED=#{storm.seed} PARSER_ENGINE_SEEDS=1 bin/test test/parser_engine/storm_test.exs
    """
  end
end

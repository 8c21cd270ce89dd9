defmodule ParserEngine.Storm do
  @moduledoc false
  # One storm from its plan to calm: the tree, an instance that watches it, a server that may be
  # killed. Afterwards both tables have to equal a fresh ingestion, and to stay so.

  import ExUnit.Assertions
  import ParserEngine.LiveCase

  alias ParserEngine.CodebaseCase
  alias ParserEngine.Storm.{Calm, Content, EventQueue, Plan, Tree, Trouble}

  @patience 40_000
  @connections 6

  @enforce_keys [:seed, :operations, :live, :options, :repo_options, :server, :tree]
  defstruct @enforce_keys ++ [connections: @connections, holders: [], neighbour: nil]

  @doc "How many connections the repo of a storm has."
  def connections, do: @connections

  @doc "Carries out the storm of a seed, and waits for calm."
  def blow(context, seed, operations) do
    storm = start(context, seed, operations)
    plan = Plan.new(seed, operations)
    storm |> carry_out(plan) |> calm()
  end

  defp start(context, seed, operations) do
    tree = Tree.new(context.root)
    live = EventQueue.short(fn -> start_live(context, options_of(seed)) end)
    refuse_rows(live)

    %__MODULE__{
      seed: seed,
      operations: operations,
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
      max_file_bytes: Content.limit(),
      # A killed leader is soon forgotten.
      lease: 1_500,
      graph: true,
      # Small contents, of which many are the same.
      duplication: [min_tokens: 10, min_lines: 1]
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
  # may still be under way when it is equal for the first time: it has to be so once more after
  # another change has come through.
  defp calm(storm) do
    deadline = now() + @patience
    await_calm(storm, deadline)
    write(storm.tree, "sentinel.ex", source("sentinel.ex", storm.seed))
    await_calm(storm, deadline)
  end

  defp await_calm(storm, deadline) do
    fresh = until(storm, deadline, fn -> Calm.fresh(storm.live) end)
    until(storm, deadline, fn -> Calm.equal(storm.live, fresh) end)
    :ok
  end

  defp until(storm, deadline, look) do
    case attempt(look) do
      {:ok, value} ->
        value

      {:error, difference} ->
        if now() > deadline, do: flunk(report(storm, difference))
        await_news(deadline, fn -> until(storm, deadline, look) end)
    end
  end

  # A database that has just come back may still refuse, a watcher may just be starting.
  defp attempt(look) do
    look.()
  rescue
    error -> {:error, error}
  catch
    :exit, reason -> {:error, reason}
  end

  defp report(storm, difference) do
    """
    the tables do not equal a fresh ingestion: #{inspect(difference, pretty: true, limit: :infinity)}

    To have this storm again:
        PARSER_ENGINE_FIRST_SEED=#{storm.seed} PARSER_ENGINE_SEEDS=1 \\
        PARSER_ENGINE_OPERATIONS=#{storm.operations} MIX_ENV=test \\
        mix test test/parser_engine/storm_test.exs
    """
  end
end

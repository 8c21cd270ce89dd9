defmodule ParserEngine.StormTest do
  # Random operations on a watched tree, without pause or with; whatever was done, the tables end
  # up equal to a fresh ingestion. PARSER_ENGINE_SEEDS=200 runs more of them, from seed
  # PARSER_ENGINE_FIRST_SEED on.
  use ParserEngine.LiveCase, async: true

  @operations 300
  @seeds String.to_integer(System.get_env("PARSER_ENGINE_SEEDS", "5"))
  @first String.to_integer(System.get_env("PARSER_ENGINE_FIRST_SEED", "1"))
  @faults [:none, :kill_watcher, :refuse]

  for seed <- @first..(@first + @seeds - 1) do
    @tag seed: seed
    test "seed #{seed}", %{seed: seed} = context do
      live = start_live(context, storm_options(seed))
      :rand.seed(:exsss, seed)
      for step <- 1..@operations, do: operate(context, live, step)
      for table <- live.config.tables, do: heal_if_refused(live, table)
      write(context, "sentinel.ex", source("sentinel.ex", seed))
      eventually(fn -> "sentinel.ex" in paths(live) end)
      assert_converges(live)
    end
  end

  defp storm_options(seed) do
    [debounce: Enum.at([20, 40, 120, :on_close], rem(seed, 4)), max_retries: 1]
  end

  defp operate(context, live, step) do
    if rem(step, 100) == 0, do: fault(Enum.random(@faults), live)
    if :rand.uniform(10) == 1, do: pause(:rand.uniform(40))
    act(:rand.uniform(14), context, step)
  end

  # The pace of the storm; nothing is expected to have happened afterwards.
  defp pause(milliseconds) do
    receive do
      :never -> :ok
    after
      milliseconds -> :ok
    end
  end

  defp fault(:none, _live), do: :ok

  defp fault(:kill_watcher, live) do
    watcher = Process.whereis(live.watcher)
    if watcher, do: Process.exit(watcher, :kill)
  end

  defp fault(:refuse, live) do
    table = Enum.random(live.config.tables)
    heal_if_refused(live, table)
    refuse(live, table)
  end

  defp heal_if_refused(%{config: config} = live, table) do
    statement(live, ~s|DROP TRIGGER IF EXISTS refuse ON "#{config.prefix}"."#{table}"|)
    statement(live, ~s|DROP FUNCTION IF EXISTS "#{config.prefix}"."refuse_#{table}"()|)
  end

  defp act(kind, context, step) when kind <= 4,
    do: attempt(fn -> write(context, new_path(), text(step)) end)

  defp act(5, context, step),
    do: with_file(context, &File.write(&1, text(step)))

  defp act(6, context, step) do
    with_file(context, fn file ->
      File.write(file, "")
      File.write(file, text(step))
    end)
  end

  defp act(7, context, step), do: with_file(context, &File.write(&1, text(step), [:append]))

  defp act(8, context, step) do
    with_file(context, fn file ->
      File.write(file <> ".tmp", text(step))
      File.rename(file <> ".tmp", file)
    end)
  end

  defp act(9, context, _step), do: with_file(context, &File.rm/1)

  defp act(10, context, _step),
    do: with_file(context, &rename(&1, Path.join(context.root, new_path())))

  defp act(11, context, step) do
    directory = new_directory()
    for n <- 1..5, do: attempt(fn -> write(context, "#{directory}/deep/f#{n}.ex", text(step)) end)
  end

  defp act(12, context, _step),
    do: with_directory(context, &rename(&1, Path.join(context.root, new_directory())))

  defp act(13, context, _step), do: with_directory(context, &File.rm_rf/1)

  defp act(14, context, _step) do
    with_file(context, fn file ->
      File.rename(file, file <> "~")
      File.rename(file <> "~", file)
    end)
  end

  # An operation that meets a directory where it wants a file, or nothing at all, does nothing.
  defp attempt(operation) do
    operation.()
  rescue
    _error in [File.Error, File.RenameError] -> :ok
  end

  defp rename(from, to) do
    File.mkdir_p(Path.dirname(to))
    File.rename(from, to)
  end

  defp with_file(context, operation), do: with_one(context, "**/*.ex", operation)
  defp with_directory(context, operation), do: with_one(context, "**/*/", operation)

  defp with_one(context, pattern, operation) do
    case context.root |> Path.join(pattern) |> Path.wildcard() do
      [] -> :ok
      found -> operation.(Enum.random(found))
    end
  end

  defp new_path, do: Enum.random([new_directory() <> "/", ""]) <> "f#{:rand.uniform(12)}.ex"

  defp new_directory do
    1..:rand.uniform(3) |> Enum.map_join("/", fn _level -> "d#{:rand.uniform(4)}" end)
  end

  defp text(step), do: source("step #{step}", :rand.uniform(1_000))
end

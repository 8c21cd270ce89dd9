defmodule ParserEngine.Sync.InterleavingTest do
  # Syncs of the same files that overtake each other at every stage: what is in the tables at the
  # end is what is on disk at the end.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Config, Migration, Repo, Sync}
  alias ParserEngine.Sync.{Outcome, Recent}

  @names ~w(a.ex b.ex d/a.ex d/b.ex e/a.ex)
  @contents ["", "x = 1\n", "x = 2\n", "defmodule A do\nend\n"]

  defmodule DelayedRepo do
    # Every statement comes late, some much.
    def query(sql, params, options) do
      delay()
      result = Repo.query(sql, params, options)
      delay()
      result
    end

    defp delay, do: Process.sleep(div(:rand.uniform(20), 8) * :rand.uniform(4))
  end

  @tag timeout: 300_000
  test "random operations", %{config: config, root: root} do
    check(config, root, fn config ->
      savers = [saver(), saver()]
      for _ <- 1..12, task <- operate(config, operation(:rand.uniform(6)), savers), do: task
    end)
  end

  @tag timeout: 300_000
  test "one file is saved again and again", %{config: config, root: root} do
    check(config, root, fn config ->
      saver = saver()
      tasks = for n <- 1..15, do: save(config, "x = #{n}\n", saver)
      List.flatten(tasks)
    end)
  end

  # Others may still be writing what was in it a moment ago.
  defp save(config, text, saver) do
    others = for 1 <- [:rand.uniform(3)], do: overtaken(config, "#" <> text)
    Process.sleep(:rand.uniform(10) - 1)
    carry_out(config.root, {:write, "a.ex", text})
    config |> sync(["a.ex"], saver) |> Task.await()
    others
  end

  defp overtaken(config, text) do
    carry_out(config.root, {:write, "a.ex", text})
    sync(config, ["a.ex"], nil)
  end

  defp saver do
    {:ok, saver} = Agent.start_link(&Recent.new/0)
    saver
  end

  # What tasks have done for random operations, for a number of seeds.
  defp check(config, root, operate) do
    first = String.to_integer(System.get_env("PARSER_ENGINE_FIRST_SEED", "1"))
    seeds = String.to_integer(System.get_env("PARSER_ENGINE_SEEDS", "40"))

    first..(first + seeds - 1)
    |> Task.async_stream(&run(config, root, &1, operate), max_concurrency: 8, timeout: 60_000)
    |> Enum.each(fn {:ok, {seed, found, wanted}} -> assert {seed, found} == {seed, wanted} end)
  end

  # A codebase of its own for each seed, with a sequence of generations of its own.
  defp run(config, root, seed, operate) do
    :rand.seed(:exsss, {seed, seed, seed})
    prefix = "#{config.prefix}_#{seed}"

    config = %{
      config
      | root: Path.join(root, "#{seed}"),
        prefix: prefix,
        repo: DelayedRepo
    }

    File.mkdir_p!(config.root)
    Repo.query!("CREATE SCHEMA #{prefix}", [])

    try do
      :ok = Migration.run(Repo, prefix: prefix)
      config |> operate.() |> Task.await_many(50_000)
      {seed, found(config), wanted(config)}
    after
      Repo.query!("DROP SCHEMA #{prefix} CASCADE", [])
    end
  end

  defp operation(n) when n <= 2, do: {:write, Enum.random(@names), Enum.random(@contents)}
  defp operation(3), do: {:delete, Enum.random(@names)}
  defp operation(4), do: {:rename, Enum.random(["d", "e"]), Enum.random(["d", "e", "g"])}
  defp operation(_), do: {:rename, Enum.random(@names), Enum.random(@names)}

  # What the watch would tell of, in tasks of their own: all names, for directories are renamed.
  defp operate(config, operation, savers) do
    before = files(config.root)
    carry_out(config.root, operation)
    Process.sleep(:rand.uniform(30))
    changed = Enum.uniq(written(operation) ++ changed(before, files(config.root)))

    for paths <- changed |> Enum.shuffle() |> Enum.chunk_every(2),
        do: sync(config, paths, Enum.random([nil | savers]))
  end

  # By anybody, or by one of those who have each path in flight once, and remember it.
  defp sync(config, paths, saver) do
    entries = Enum.map(paths, &{&1, 0, :last})

    Task.async(fn ->
      if saver,
        do: Agent.update(saver, &settle(config, entries, &1), 50_000),
        else: settle(config, entries, nil)
    end)
  end

  # As the watcher does: what could not be found out is asked again.
  defp settle(config, entries, recent) do
    outcomes = sync_once(config, entries, recent)
    recent = recent && Recent.learn(recent, outcomes)
    later = for outcome <- outcomes, open?(outcome), do: {outcome.path, 0, :last}
    if later == [], do: recent, else: settle(config, later, recent)
  end

  defp sync_once(config, entries, nil), do: Sync.paths(config, entries)

  # Bolder than the watcher, which tries it where it seems to be alone.
  defp sync_once(config, entries, recent) do
    paths = Enum.map(entries, &elem(&1, 0))
    Sync.quickly(config, entries, Recent.known(%{recent | alone?: true}, config, paths))
  end

  defp open?(%{result: {:skipped, :changing}}), do: true
  defp open?(outcome), do: Outcome.retryable?(outcome)

  defp carry_out(root, {:write, path, content}) do
    File.mkdir_p(Path.dirname(Path.join(root, path)))
    File.write(Path.join(root, path), content)
  end

  defp carry_out(root, {:delete, path}), do: File.rm(Path.join(root, path))

  defp carry_out(root, {:rename, old, new}) do
    File.mkdir_p(Path.dirname(Path.join(root, new)))
    File.rename(Path.join(root, old), Path.join(root, new))
  end

  # Also one that is written with what is in it: it was empty for a moment.
  defp written({:write, path, _content}), do: [path]
  defp written(_operation), do: []

  defp changed(before, now) do
    for path <- Enum.uniq(Map.keys(before) ++ Map.keys(now)), before[path] != now[path], do: path
  end

  # Each with what a change of it changes; directories that are gone are told of as such.
  defp files(root) do
    for path <- Path.wildcard(Path.join(root, "**")), into: %{} do
      stat = File.lstat!(path)
      relative = Path.relative_to(path, root)

      if stat.type == :regular,
        do: {relative, {stat.inode, File.read!(path)}},
        else: {relative, :directory}
    end
  end

  defp wanted(config) do
    texts = for {path, {_inode, text}} <- files(config.root), into: %{}, do: {path, text}
    Map.new(Config.tables(), &{&1, texts})
  end

  # A text each, also where a table has only its hash.
  defp found(config) do
    of_codebase = "FROM T WHERE codebase_id = $1::text"
    params = [config.codebase_id]
    config = %{config | repo: Repo}
    files = rows(config, :code_files, "SELECT file_path, content, hash #{of_codebase}", params)
    hashes = rows(config, :codebase_metadata, "SELECT path, content_hash #{of_codebase}", params)
    texts = Map.new(files, fn [_path, text, hash] -> {hash, text} end)

    %{
      code_files: Map.new(files, fn [path, text, _hash] -> {path, text} end),
      codebase_metadata: Map.new(hashes, fn [path, hash] -> {path, texts[hash]} end)
    }
  end
end

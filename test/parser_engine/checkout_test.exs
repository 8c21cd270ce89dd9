defmodule ParserEngine.CheckoutTest do
  use ParserEngine.LiveCase, async: true

  @files 100
  @differing 5

  setup context do
    for n <- 1..@files, do: write(context, "lib/f#{n}.ex", long_source(n, 0))
    git(context, ["init", "--quiet", "--initial-branch=main"])
    commit(context)
    git(context, ["checkout", "--quiet", "-b", "other"])
    for n <- 1..@differing, do: write(context, "lib/f#{n}.ex", long_source(n, 1))
    commit(context)
    git(context, ["checkout", "--quiet", "main"])
    # The first ranks are written some time after the rows.
    live = start_live(context, graph: false, search: false)
    eventually(fn -> told?(live, 0) end)
    ParserEngine.CodebaseCase.settle(live.config)
    {:ok, live: live}
  end

  test "to another branch and back writes the rows of what differs, and no others", context do
    live = context.live
    before = for table <- live.config.tables, do: {table, writers(live, table), size(live, table)}

    for {branch, version} <- [{"other", 1}, {"main", 0}] do
      git(context, ["checkout", "--quiet", branch])
      eventually(fn -> told?(live, version) end)
    end

    for {table, writers, size} <- before do
      written = for {path, writer} <- writers(live, table), writers[path] != writer, do: path
      assert Enum.sort(written) == Enum.sort(for n <- 1..@differing, do: "lib/f#{n}.ex")
      assert size(live, table) <= 1.2 * size
    end

    assert_converges(live)
  end

  defp commit(context) do
    git(context, ["add", "-A"])
    git(context, ["commit", "--quiet", "-m", "commit"])
  end

  # Too long to be kept beside the row's other columns.
  defp long_source(n, version) do
    functions = for f <- 1..60, do: "  def f#{f}(x), do: {x, #{:erlang.phash2({n, f})}}\n"
    "defmodule M#{n} do\n  @version #{version}\n#{functions}end\n"
  end

  # Both tables hold every file, those that differ in this version, and nothing is left to do.
  defp told?(live, version) do
    wanted = for n <- 1..@differing, do: long_source(n, version)

    Enum.sort(wanted) == Enum.sort(contents(live)) and
      Enum.all?(live.config.tables, &(length(paths(live, &1)) == @files)) and
      Enum.all?(1..@differing, &same_hash?(live, "lib/f#{&1}.ex")) and
      idle?(live)
  end

  defp contents(live), do: for(n <- 1..@differing, do: value(live, "lib/f#{n}.ex", "content"))

  defp same_hash?(live, path),
    do: value(live, path, "hash") == value(live, path, "content_hash", :codebase_metadata)

  # The transaction that has written each row.
  defp writers(%{config: config}, table) do
    column = if table == :code_files, do: "file_path", else: "path"

    sql = """
    SELECT #{column}, xmin::text FROM "#{config.prefix}"."#{table}" WHERE codebase_id = $1::text
    """

    for [path, writer] <- config.repo.query!(sql, [config.codebase_id]).rows,
        into: %{},
        do: {path, writer}
  end

  defp size(%{config: config}, table) do
    sql = "SELECT pg_total_relation_size($1::text::regclass)"
    [[bytes]] = config.repo.query!(sql, [~s("#{config.prefix}"."#{table}")]).rows
    bytes
  end
end

defmodule ParserEngine.NestedRepositoriesTest do
  use ParserEngine.LiveCase, async: true

  @cloned ~w(clone/lib/a.ex clone/lib/b.ex)

  setup context do
    outside = context.root <> "-origin"
    on_exit(fn -> File.rm_rf!(outside) end)
    origin = %{root: outside}
    for path <- ~w(lib/a.ex lib/b.ex), do: write(origin, path)
    git(origin, ["init", "-q", "-b", "main", "."])
    commit(origin)
    git(origin, ["checkout", "-q", "-b", "other"])
    write(origin, "lib/a.ex", source("other"))
    write(origin, "lib/only_other.ex")
    commit(origin)
    git(origin, ["checkout", "-q", "main"])

    # What the codebase ignores is its own affair.
    git(context, ["init", "-q", "."])
    write(context, ".gitignore", "b.ex\n")
    write(context, "own.ex")
    {:ok, clone: %{root: Path.join(context.root, "clone")}, origin: origin}
  end

  test "a clone that appears, changes and goes is followed where it is entered", context do
    live = start_live(context, nested_repositories: true)
    clone(context)
    eventually(fn -> paths(live) == @cloned ++ ["own.ex"] end)
    assert_converges(live)

    write(context.clone, "lib/a.ex", source("lib/a.ex", 1))
    write(context.clone, "lib/late.ex")
    eventually(fn -> value(live, "clone/lib/a.ex", "content") == source("lib/a.ex", 1) end)
    eventually(fn -> "clone/lib/late.ex" in paths(live) end)

    write(context.clone, ".git/info/exclude", "late.ex\n")
    eventually(fn -> "clone/lib/late.ex" not in paths(live) end)

    git(context.clone, ["checkout", "-q", "-f", "other"])
    eventually(fn -> value(live, "clone/lib/a.ex", "content") == source("other") end)
    eventually(fn -> "clone/lib/only_other.ex" in paths(live) end)
    assert_converges(live)

    File.rm_rf!(context.clone.root)
    eventually(fn -> paths(live) == ["own.ex"] end)
    assert_converges(live)
  end

  test "a clone is passed by where it is not entered, until it is a clone no more", context do
    live = start_live(context)
    clone(context)
    write(context, "late.ex")
    eventually(fn -> paths(live) == ["late.ex", "own.ex"] end)
    assert_converges(live)

    File.rm_rf!(Path.join(context.clone.root, ".git"))
    eventually(fn -> paths(live) == ["clone/lib/a.ex", "late.ex", "own.ex"] end)
    assert_converges(live)
  end

  test "a work tree of another repository, and one that goes", context do
    live = start_live(context, nested_repositories: true)
    tree = Path.join(context.root, "trees/one")
    git(context.origin, ["worktree", "add", "-q", "--detach", tree])
    eventually(fn -> paths(live) == ~w(own.ex trees/one/lib/a.ex trees/one/lib/b.ex) end)
    git(%{root: tree}, ["checkout", "-q", "other"])
    eventually(fn -> "trees/one/lib/only_other.ex" in paths(live) end)
    git(context.origin, ["worktree", "remove", tree])
    eventually(fn -> paths(live) == ["own.ex"] end)
    assert_converges(live)
  end

  test "a whole tree at once, by the setting of whoever writes last", context do
    clone(context)
    options = options(context)
    entered = options ++ [nested_repositories: true]

    for {options, expected} <- [
          {options, ["own.ex"]},
          {entered, @cloned ++ ["own.ex"]},
          {options, ["own.ex"]}
        ] do
      assert {:ok, summary} = ParserEngine.parse_and_store_tree(context.root, options)
      assert summary.failed == []
      assert paths(%{config: ParserEngine.Config.new!(options)}) == expected
    end

    assert {:ok, %{files: files, failed: []}} =
             ParserEngine.parse_tree(context.root, nested_repositories: true)

    assert Enum.map(files, & &1.path) == @cloned ++ ["own.ex"]
  end

  defp clone(context),
    do: git(context, ["clone", "-q", context.origin.root, context.clone.root])

  defp commit(place) do
    git(place, ["add", "-A"])
    git(place, ["commit", "-q", "-m", "commit"])
  end
end

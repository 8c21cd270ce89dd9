defmodule ParserEngine.LiveTest do
  use ParserEngine.LiveCase, async: true

  describe "after each of these the tables equal a fresh ingestion" do
    setup context do
      for n <- 1..4, do: write(context, "lib/a#{n}.ex")
      write(context, "lib/deep/er/b.ex")
      write(context, "web/app.ts", "export function go(n: number) { return n ? 1 : 2 }\n")
      live = start_live(context)
      assert_converges(live)
      {:ok, live: live}
    end

    test "a save", %{live: live} = context do
      write(context, "lib/a1.ex", source("lib/a1.ex", 1))
      eventually(fn -> value(live, "lib/a1.ex", "content") == source("lib/a1.ex", 1) end)
      assert_converges(live)
    end

    test "saves of one file, which take no generation each", %{live: live} = context do
      generations =
        for version <- 1..20 do
          content = source("lib/a1.ex", version)
          write(context, "lib/a1.ex", content)
          eventually(fn -> value(live, "lib/a1.ex", "content") == content end)
          value(live, "lib/a1.ex", "generation")
        end

      assert length(Enum.uniq(generations)) < length(generations)
      assert_converges(live)
    end

    test "a new file", %{live: live} = context do
      write(context, "lib/new.ex")
      eventually(fn -> "lib/new.ex" in paths(live) end)
      assert_converges(live)
    end

    test "saves by rename, whose file no reader misses", %{live: live} = context do
      record_deletions(live)

      for version <- 1..5 do
        content = source("lib/a1.ex", version)
        save_by_rename(context, "lib/a1.ex", content)
        eventually(fn -> value(live, "lib/a1.ex", "content") == content end)
      end

      assert_converges(live)
      assert deletions(live) == []
    end

    test "a save that renames the former version to a backup", %{live: live} = context do
      record_deletions(live)
      file = Path.join(context.root, "lib/a1.ex")
      File.rename!(file, file <> "~")
      write(context, "lib/a1.ex", source("lib/a1.ex", 1))
      eventually(fn -> value(live, "lib/a1.ex", "content") == source("lib/a1.ex", 1) end)
      File.rm!(file <> "~")
      assert_converges(live)
      assert deletions(live) == []
    end

    test "a delete", %{live: live} = context do
      File.rm!(Path.join(context.root, "lib/a2.ex"))
      eventually(fn -> "lib/a2.ex" not in paths(live, :codebase_metadata) end)
      assert_converges(live)
    end

    test "a renamed file", %{live: live} = context do
      rename(context, "lib/a2.ex", "lib/z.ex")
      eventually(fn -> "lib/z.ex" in paths(live) and "lib/a2.ex" not in paths(live) end)
      assert_converges(live)
    end

    test "a new tree, filled at once", %{live: live} = context do
      for n <- 1..40, do: write(context, "new/b/c/d#{rem(n, 4)}/f#{n}.ex")
      eventually(fn -> length(paths(live)) == 46 end)
      assert_converges(live)
    end

    test "a directory moved in, renamed, moved out", %{live: live} = context do
      outside = context.root <> "-outside"
      on_exit(fn -> File.rm_rf!(outside) end)
      for n <- 1..10, do: write(%{root: outside}, "sub/f#{n}.ex")

      File.rename!(outside, Path.join(context.root, "in"))
      eventually(fn -> length(paths(live)) == 16 end)
      assert_converges(live)

      rename(context, "in", "within 100% _of\\it")
      eventually(fn -> "within 100% _of\\it/sub/f1.ex" in paths(live) end)
      assert_converges(live)

      File.rename!(Path.join(context.root, "within 100% _of\\it"), outside)
      eventually(fn -> length(paths(live)) == 6 end)
      assert_converges(live)
    end

    test "a directory renamed, and another made in its place at once", %{live: live} = context do
      rename(context, "lib", "former")
      write(context, "lib/new.ex")
      eventually(fn -> "lib/new.ex" in paths(live) and "lib/a1.ex" not in paths(live) end)
      assert_converges(live)
    end

    test "a directory that is removed", %{live: live} = context do
      File.rm_rf!(Path.join(context.root, "lib"))
      eventually(fn -> paths(live) == ["web/app.ts"] end)
      assert_converges(live)
    end

    test "a file in the place of a directory, and back", %{live: live} = context do
      File.rm_rf!(Path.join(context.root, "lib/deep"))
      write(context, "lib/deep", "no source file\n")
      eventually(fn -> "lib/deep/er/b.ex" not in paths(live) end)
      File.rm!(Path.join(context.root, "lib/deep"))
      write(context, "lib/deep/c.ex")
      eventually(fn -> "lib/deep/c.ex" in paths(live) end)
      assert_converges(live)
    end

    test "a directory with a source file's name in its place", %{live: live} = context do
      File.rm!(Path.join(context.root, "lib/a1.ex"))
      write(context, "lib/a1.ex/inside.ex")
      eventually(fn -> "lib/a1.ex/inside.ex" in paths(live) end)
      eventually(fn -> "lib/a1.ex" not in paths(live) end)
      assert_converges(live)
    end

    test "a file that becomes too large, binary, empty", %{live: live} = context do
      write(context, "lib/a1.ex", String.duplicate("# long\n", 400_000))
      write(context, "lib/a2.ex", <<0, 1, 2>>)
      write(context, "lib/a3.ex", "")
      eventually(fn -> value(live, "lib/a1.ex", "parse_status") == "too_large" end)
      eventually(fn -> "lib/a2.ex" not in paths(live) end)
      eventually(fn -> value(live, "lib/a3.ex", "content") == "" end)
      assert_converges(live)
    end

    test "another set of ignore rules, and back", %{live: live} = context do
      git(context, ["init", "-q", "."])
      write(context, ".gitignore", "deep/\n")
      eventually(fn -> "lib/deep/er/b.ex" not in paths(live) end)
      assert_converges(live)
      File.rm!(Path.join(context.root, ".gitignore"))
      eventually(fn -> "lib/deep/er/b.ex" in paths(live) end)
      assert_converges(live)
    end
  end

  test "git checkout of another branch and back", context do
    git(context, ["init", "-q", "-b", "main", "."])
    for n <- 1..60, do: write(context, "lib/f#{n}.ex")
    for n <- 1..10, do: write(context, "only_main/g#{n}.ex")
    git(context, ["add", "."])
    git(context, ["commit", "-qm", "main"])
    git(context, ["checkout", "-qb", "other"])
    for n <- 1..60, do: write(context, "lib/f#{n}.ex", source("other", n))
    git(context, ["rm", "-rq", "only_main"])
    for n <- 1..10, do: write(context, "only_other/h#{n}.ex")
    git(context, ["add", "."])
    git(context, ["commit", "-qm", "other"])
    git(context, ["checkout", "-q", "main"])

    live = start_live(context)
    assert_converges(live)
    record_deletions(live)

    git(context, ["checkout", "-q", "other"])
    eventually(fn -> value(live, "lib/f60.ex", "content") == source("other", 60) end)
    eventually(fn -> "only_other/h10.ex" in paths(live) end)
    assert_converges(live)

    git(context, ["checkout", "-q", "main"])
    eventually(fn -> "only_main/g10.ex" in paths(live) end)
    assert_converges(live)

    # Away and back within the debounce time.
    git(context, ["checkout", "-q", "other"])
    git(context, ["checkout", "-q", "main"])
    write(context, "lib/sentinel.ex")
    eventually(fn -> "lib/sentinel.ex" in paths(live) end)
    assert_converges(live)
    assert for("lib/" <> _ = path <- deletions(live), do: path) == []
  end

  defp save_by_rename(context, path, content) do
    write(context, path <> ".tmp", content)
    rename(context, path <> ".tmp", path)
  end

  defp rename(context, from, to),
    do: File.rename!(Path.join(context.root, from), Path.join(context.root, to))
end

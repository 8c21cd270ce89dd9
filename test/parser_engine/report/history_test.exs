defmodule ParserEngine.Report.HistoryTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Report.History

  @since ~D[2026-01-01]

  setup do
    root =
      Path.join(System.tmp_dir!(), "pe-git-#{System.pid()}-#{System.unique_integer([:positive])}")

    File.mkdir_p!(root)
    on_exit(fn -> File.rm_rf!(root) end)
    {:ok, root: root}
  end

  defp git(root, arguments, day \\ "2026-02-01") do
    who = [
      "-c",
      "user.name=Ann",
      "-c",
      "user.email=ann@example.org",
      "-c",
      "commit.gpgsign=false"
    ]

    time = "#{day}T12:00:00Z"
    env = [{"GIT_AUTHOR_DATE", time}, {"GIT_COMMITTER_DATE", time}]

    {output, 0} =
      System.cmd("git", ["-C", root] ++ who ++ arguments, env: env, stderr_to_stdout: true)

    output
  end

  defp commit(root, files, day) do
    for {path, text} <- files do
      File.mkdir_p!(Path.dirname(Path.join(root, path)))
      File.write!(Path.join(root, path), text)
    end

    git(root, ["add", "-A"])
    git(root, ["commit", "-q", "-m", "change"], day)
  end

  defp lines(numbers), do: Enum.map_join(numbers, &"line #{&1}\n")

  test "counts since a day, below the folder, through renames", %{root: root} do
    git(root, ["init", "-q"])
    commit(root, [{"app/a b.ex", lines(1..20)}, {"other/x.ex", "x\n"}], "2025-12-01")
    commit(root, [{"app/a b.ex", lines(1..21)}], "2026-02-01")
    git(root, ["mv", "app/a b.ex", "app/ü.ex"])
    commit(root, [{"app/c.ex", "c\n"}], "2026-02-02")
    commit(root, [{"app/ü.ex", lines(1..22)}, {"other/x.ex", "y\n"}], "2026-02-03")

    history = History.read(Path.join(root, "app"), @since)
    assert %{problem: nil, commits: 3, shallow: false, cut: false} = history
    assert Map.keys(history.files) == ["c.ex", "ü.ex"]
    assert %{commits: 3, added: 2, deleted: 0} = history.files["ü.ex"]
    assert History.read(root, ~D[2026-02-03]).files |> Map.keys() == ["app/ü.ex", "other/x.ex"]
  end

  test "a shallow clone is told", %{root: root} do
    source = Path.join(root, "source")
    File.mkdir_p!(source)
    git(source, ["init", "-q"])
    commit(source, [{"a", "1\n"}], "2026-02-01")
    commit(source, [{"a", "2\n"}], "2026-02-02")
    git(root, ["clone", "-q", "--depth", "1", "file://#{source}", "clone"])
    assert %{shallow: true, commits: 1} = History.read(Path.join(root, "clone"), @since)
  end

  test "why nothing is known", %{root: root} do
    assert History.read(Path.join(root, "none"), @since).problem =~ "not on this machine"
    assert History.read(nil, @since).problem =~ "not on this machine"
    assert History.read(root, @since).problem == "the folder is in no git repository"
    git(root, ["init", "-q"])
    assert History.read(root, @since).problem == "the git repository has no commit yet"
    commit(root, [{"a", "1\n"}], "2025-02-01")
    assert %{problem: nil, commits: 0, files: files} = History.read(root, @since)
    assert files == %{}
  end

  test "a program that the repository names is not run", %{root: root} do
    git(root, ["init", "-q"])
    commit(root, [{"a.txt", "1\n"}, {".gitattributes", "*.txt diff=evil\n"}], "2026-02-01")
    trace = Path.join(root, "ran")
    script = Path.join(root, "evil.sh")
    File.write!(script, "#!/bin/sh\ntouch '#{trace}'\n")
    File.chmod!(script, 0o755)

    for name <- ["diff.evil.textconv", "diff.evil.command", "diff.external", "core.fsmonitor"],
        do: git(root, ["config", name, script])

    assert %{commits: 1} = History.read(root, @since)
    refute File.exists?(trace)
  end
end

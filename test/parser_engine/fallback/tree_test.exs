defmodule ParserEngine.Fallback.TreeTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Fallback.Tree

  @moduletag :tmp_dir

  defp write(root, paths) do
    for path <- paths do
      absolute = Path.join(root, path)
      File.mkdir_p!(Path.dirname(absolute))
      File.write!(absolute, "x\n")
    end
  end

  defp git(root, arguments) do
    {_output, 0} = System.cmd("git", ["-C", root | arguments], stderr_to_stdout: true)
  end

  defp paths(root, options \\ []) do
    {:ok, entries, report} = Tree.list(root, options)
    {Enum.map(entries, & &1.path), report}
  end

  test "a walk keeps the built-in rules", %{tmp_dir: root} do
    write(
      root,
      ~w(lib/a.ex b.rs _build/c.ex x/node_modules/d.js e.png other/.git/HEAD other/f.ex)
    )

    File.ln_s!("lib", Path.join(root, "link"))
    File.ln_s!("b.rs", Path.join(root, "link.rs"))
    {_, 0} = System.cmd("mkfifo", [Path.join(root, "pipe.ex")])

    assert {["b.rs", "lib/a.ex"], report} = paths(root, respect_gitignore: false)

    assert report == %{
             accepted: 2,
             errors: [],
             skipped: %{
               built_in: 2,
               unsupported_extension: 2,
               symlink: 1,
               special_file: 1,
               nested_repository: 1
             }
           }
  end

  test "in a work tree git says what is ignored", %{tmp_dir: root} do
    git(root, ["init", "-q"])
    write(root, ~w(a.ex gen/b.ex lib/c.ex lib/d.ex deps/e.ex gone.ex))
    File.write!(Path.join(root, ".gitignore"), "/gen\n")
    File.write!(Path.join(root, "lib/.gitignore"), "d.ex\n")
    git(root, ["add", "-f", "a.ex", "gone.ex", "deps/e.ex"])
    File.rm!(Path.join(root, "gone.ex"))

    assert {["a.ex", "lib/c.ex"], %{accepted: 2, skipped: %{built_in: 1}}} = paths(root)

    assert {["a.ex", "gen/b.ex", "lib/c.ex", "lib/d.ex"], _report} =
             paths(root, respect_gitignore: false)

    assert {["c.ex"], _report} = paths(Path.join(root, "lib"))
  end

  test "another repository inside has its own rules, where it is entered", %{tmp_dir: root} do
    write(root, ~w(a.ex b.ex sub/a.ex sub/b.ex sub/gen/c.ex sub/deep/a.ex sub/deep/d.ex gen/d.ex))

    for directory <- ["", "sub", "sub/deep"], do: git(Path.join(root, directory), ["init", "-q"])

    for {directory, rules} <- [{"", "b.ex\n"}, {"sub", "gen/\n"}, {"sub/deep", "d.ex\n"}],
        do: File.write!(Path.join([root, directory, ".git/info/exclude"]), rules)

    assert {["a.ex", "gen/d.ex"], %{skipped: %{nested_repository: 1}}} = paths(root)

    own = ~w(a.ex gen/d.ex sub/a.ex sub/b.ex sub/deep/a.ex)
    assert {^own, _report} = paths(root, nested_repositories: true)

    all = ~w(a.ex b.ex gen/d.ex sub/a.ex sub/b.ex sub/deep/a.ex sub/deep/d.ex sub/gen/c.ex)
    assert {^all, _report} = paths(root, nested_repositories: true, respect_gitignore: false)

    # git does not take it for a repository any more, and the one around it must not answer for it.
    File.write!(Path.join(root, "sub/deep/.git/HEAD"), "nonsense\n")
    assert {found, _report} = paths(root, nested_repositories: true)
    assert Enum.uniq(found) == found
  end

  test "git and the walk agree, whatever the names", %{tmp_dir: root} do
    names = ["a b.ex", "ä/ö.ex", "new\nline.ex", "quo\"te.ex", "-n.ex", "%41.ex", "deep/er/x.ts"]
    write(root, names)
    git(root, ["init", "-q"])
    assert {found, _report} = paths(root)
    assert found == Enum.sort(names)
    assert {^found, _report} = paths(root, respect_gitignore: false)
  end

  test "a name that is not UTF-8 is skipped and counted", %{tmp_dir: root} do
    File.write!(Path.join(root, <<"bad", 0xFF, ".ex">>), "x")
    assert {[], %{skipped: %{not_utf8: 1}}} = paths(root, respect_gitignore: false)
  end

  test "entries tell size, times and inode", %{tmp_dir: root} do
    write(root, ["a.ex"])
    File.touch!(Path.join(root, "a.ex"), 1_700_000_000)
    %{ctime: ctime, inode: inode} = File.stat!(Path.join(root, "a.ex"), time: :posix)
    assert {:ok, [entry], _report} = Tree.list(root, respect_gitignore: false)

    assert entry == %{
             path: "a.ex",
             size: 2,
             mtime_ns: 1_700_000_000_000_000_000,
             ctime_ns: ctime * 1_000_000_000,
             inode: inode
           }
  end

  test "a root that is no directory is an error", %{tmp_dir: root} do
    write(root, ["a.ex"])
    assert Tree.list(Path.join(root, "nowhere"), []) == {:error, :enoent}
    assert Tree.list(Path.join(root, "a.ex"), []) == {:error, :not_a_directory}
  end
end

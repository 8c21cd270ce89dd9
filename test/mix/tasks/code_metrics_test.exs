defmodule Mix.Tasks.Code.MetricsTest do
  use ExUnit.Case, async: true

  import ParserEngine.CapturedTerminal, only: [written: 1]

  alias Mix.Tasks.Code.Metrics
  alias ParserEngine.CapturedTerminal

  @moduletag :tmp_dir

  setup %{tmp_dir: root} do
    write(root, "lib/a.ex", """
    defmodule A do
      def simple(x), do: x

      def branchy(x) do
        if x > 1 and x < 9, do: :in, else: :out
      end
    end
    """)

    write(root, "web/b.js", "function b() { return 1; }\n")
    write(root, "notes.md", "# Notes\n")
    :ok
  end

  defp write(root, path, text) do
    file = Path.join(root, path)
    File.mkdir_p!(Path.dirname(file))
    File.write!(file, text)
  end

  defp run(words) do
    result =
      try do
        Metrics.run(words, CapturedTerminal.new())
      catch
        :exit, {:shutdown, status} -> status
      end

    {result, written(:puts), written(:complain)}
  end

  test "a row for each file of a folder, in the order of their paths", %{tmp_dir: root} do
    assert {:ok, text, ""} = run([root])
    here = Path.relative_to_cwd(root)
    assert ["file" <> _, a, notes, b, "3 files"] = String.split(text, "\n", trim: true)

    for {line, path} <- [{a, "lib/a.ex"}, {notes, "notes.md"}, {b, "web/b.js"}],
        do: assert(String.starts_with?(line, "#{here}/#{path} "))
  end

  test "a row for each function, worst first, no smaller than the bound", %{tmp_dir: root} do
    words = [root, "--functions", "--sort", "cyclomatic"]
    assert {:ok, text, ""} = run(words)
    assert text =~ ~r/A\.branchy\/1 .*\n.* (A\.simple\/1|b) /
    assert {:ok, text, ""} = run(words ++ ["--min", "3"])
    assert text =~ ~r/^tmp\/.*lib\/a.ex +4 +A\.branchy\/1 /m
    assert text =~ "1 of 3 functions"
    refute text =~ "simple"
  end

  test "one file, as JSON that PostgreSQL or a program reads", %{tmp_dir: root} do
    path = Path.join(root, "lib/a.ex")
    assert {:ok, text, ""} = run([path, "--functions", "--format", "json"])
    assert text =~ ~s("name":"A.branchy/1","kind":"function","language":"elixir","lines":3)
    assert text =~ ~s("cyclomatic_complexity":3)
    assert text =~ ~s("exits":null)
  end

  test "as CSV", %{tmp_dir: root} do
    assert {:ok, "path,language," <> rows, ""} = run([root, "--format", "csv", "--limit", "1"])
    assert [_header, row] = String.split(rows, "\n", trim: true)

    assert String.starts_with?(
             row,
             Path.relative_to_cwd(root) <> "/lib/a.ex,elixir,ok,7,6,0,1,2,"
           )
  end

  test "a file that cannot be analysed is named, the others are told", %{tmp_dir: root} do
    write(root, "lib/c.ex", <<0, 1, 2>>)
    assert {1, text, complaint} = run([root])
    assert complaint == Path.relative_to_cwd(root) <> "/lib/c.ex: the file is binary\n"
    assert text =~ "web/b.js"
  end

  test "nothing to show", %{tmp_dir: root} do
    empty = Path.join(root, "empty")
    File.mkdir_p!(empty)
    assert {:ok, text, ""} = run([empty])
    assert text == "no file of a known language in #{empty}\n"
    assert {:ok, "0 functions\n", ""} = run([empty, "--functions"])
    assert {:ok, "[]\n", ""} = run([empty, "--format", "json"])
    assert {:ok, "0 of 3 files\n", ""} = run([root, "--min", "99"])
  end

  test "syntax errors are told, and what could not be parsed is an error", %{tmp_dir: root} do
    write(root, "broken.py", "def f(:\n  return 1\n")
    assert {:ok, text, ""} = run([root])
    assert text =~ "\n4 files; 1 file with syntax errors\n"

    path = Path.join(root, "deep.py")
    write(root, "deep.py", String.duplicate("(", 5_000) <> String.duplicate(")", 5_000))
    assert {1, text, complaint} = run([path])
    assert text =~ ~r/deep\.py +python +1 +- +- +0 +- .*\n\n1 file\n/
    assert complaint == Path.relative_to_cwd(path) <> ": nested too deeply to be analysed\n"
  end

  test "what is not there, and wrong usage", %{tmp_dir: root} do
    missing = Path.join(root, "missing")
    assert {1, "", complaint} = run([missing])
    assert complaint == "code.metrics: #{missing}: there is no such file or directory\n"

    for {words, sentence} <- [
          {~w(--format xml), ~s(--format cannot be "xml": table, json or csv)},
          {~w(--sort cyclomatik), ~s(--sort cannot be "cyclomatik", did you mean cyclomatic?)},
          {~w(--limit 0), "--limit cannot be 0: at least 1"},
          {~w(--min 3 --sort path), ~s(--min needs a column of numbers, and "path" is none)},
          {~w(a b), ~s("b" is one too many: at most 1 path)}
        ] do
      assert {2, "", complaint} = run(words)
      assert complaint =~ sentence
    end
  end
end

defmodule Mix.Tasks.Code.CoverageTest do
  use ParserEngine.CodebaseCase

  import ParserEngine.CapturedTerminal, only: [written: 1]

  alias Mix.Tasks.Code.Coverage
  alias ParserEngine.{CapturedTerminal, Ingest}

  setup %{config: config, root: root} do
    for path <- ~w(lib/a.py lib/b.py), do: write(root, path, "x = 1\ny = 2\n")
    {:ok, _summary} = Ingest.run(config)
    :ok
  end

  defp coverage(config, more) do
    words = ["--prefix", config.prefix, "--repo", inspect(config.repo), "--path", config.root]
    Coverage.run(words ++ ["--id", config.codebase_id | more], CapturedTerminal.new())
  end

  defp report(root, name, paths) do
    text = for path <- paths, do: "SF:#{path}\nDA:1,1\nDA:2,0\nend_of_record\n"
    write(root, name, text)
  end

  test "tells what was written", %{config: config, root: root} do
    names = ["/ci/app/a.py" | for(n <- 1..7, do: "deps/#{n}.py")]
    report = report(root, "lcov.info", names)
    assert coverage(config, [report, "--strip", "/ci/app", "--source-root", "lib"]) == :ok

    assert written(:puts) == """
           #{report}: lcov
           files: 1
           lines covered: 1 of 2 (50.0 %)
           not in the tables: 7
             deps/1.py
             deps/2.py
             deps/3.py
             deps/4.py
             deps/5.py
             and 2 more
           """
  end

  test "tells what is stale, and what was taken away", %{config: config, root: root} do
    assert coverage(config, [report(root, "all.info", ["lib/a.py", "lib/b.py"])]) == :ok
    written(:puts)
    old = report(root, "old.info", ["lib/a.py"])
    File.touch!(old, 1)
    assert coverage(config, [old, "--format", "lcov"]) == :ok

    assert written(:puts) == """
           #{old}: lcov
           files: 1
           lines covered: 1 of 2 (50.0 %)
           stale, changed since they were measured: 1
             lib/a.py
           earlier coverage taken away: 1
           """
  end

  test "names that a terminal would obey", %{config: config, root: root} do
    long = String.duplicate("x", 5000)
    names = ["lib/a.py", "\e[2J.py", long]
    assert coverage(config, [report(root, "odd.info", names)]) == :ok
    assert text = written(:puts)
    assert text =~ ~S("\e[2J.py")
    refute text =~ "\e"
    refute text =~ long
  end

  test "bad reports", %{config: config, root: root} do
    bad = write(root, "bad.info", "SF:lib/a.py\nDA:1,x\n")
    assert catch_exit(coverage(config, [bad])) == {:shutdown, 1}

    assert written(:complain) ==
             "code.coverage: report #{bad}: it cannot be read as lcov: line 2: no number: \"x\"\n"

    assert catch_exit(coverage(config, [report(root, "foreign.info", ["z.py"])])) ==
             {:shutdown, 1}

    assert written(:complain) =~ "none of the 1 files in the reports is in the tables"
    assert catch_exit(coverage(config, ["no/such"])) == {:shutdown, 1}
    assert written(:complain) =~ "report no/such: there is no such file"
  end

  test "wrong usage", %{config: config} do
    assert catch_exit(coverage(config, [])) == {:shutdown, 2}
    assert written(:complain) =~ "which report?"
    assert catch_exit(coverage(config, ["x", "--format", "cobertur"])) == {:shutdown, 2}
    assert written(:complain) =~ "did you mean cobertura?"
    assert catch_exit(coverage(config, ["x", "--fromat", "go"])) == {:shutdown, 2}
    assert written(:complain) =~ "did you mean --format?"
  end
end

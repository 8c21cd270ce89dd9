defmodule ParserEngine.CoverageTest do
  # From reports to rows, and what becomes of them when files change.
  use ParserEngine.CodebaseCase

  alias ParserEngine.Coverage.Measurement
  alias ParserEngine.{Ingest, Migration, Store, Sync}

  @source "def f(x):\n    if x:\n        return 1\n    return 2\n"

  setup %{config: config, root: root} do
    for path <- ~w(a.py b.py lib/c.py), do: write(root, path, @source)
    {:ok, _summary} = Ingest.run(config)
    {:ok, reports: make_folder()}
  end

  # Reports are no part of the codebase.
  defp make_folder do
    folder = Path.join(System.tmp_dir!(), "pe-reports-#{System.unique_integer([:positive])}")
    File.mkdir_p!(folder)
    on_exit(fn -> File.rm_rf!(folder) end)
    folder
  end

  defp lcov(folder, name, files) do
    text =
      for {path, lines} <- files do
        [
          "SF:#{path}\n",
          for({line, hits} <- lines, do: "DA:#{line},#{hits}\n"),
          "end_of_record\n"
        ]
      end

    write(folder, name, text)
  end

  @columns ~w(test_coverage coverage_hash coverage_stale)a

  defp coverage(config, path) do
    {:ok, record} = Store.record(config, :codebase_metadata, path)
    record && {Map.take(record, @columns), record}
  end

  defp share(config, path) do
    {%{test_coverage: share, coverage_stale: stale}, _record} = coverage(config, path)
    {share, stale}
  end

  test "a row has what the report tells", %{config: config, options: options, reports: reports} do
    report = lcov(reports, "a.info", [{"a.py", [{1, 1}, {2, 1}, {3, 0}, {4, 1}]}])
    assert {:ok, summary} = ParserEngine.import_coverage(report, options)
    assert %{files: 1, covered: 3, relevant: 4, stale: [], unknown: [], cleared: 0} = summary
    assert summary.formats == %{report => :lcov}

    {columns, record} = coverage(config, "a.py")

    assert columns == %{
             test_coverage: 0.75,
             coverage_hash: record.content_hash,
             coverage_stale: false
           }

    assert share(config, "b.py") == {nil, nil}

    [[json]] =
      rows(
        config,
        :codebase_metadata,
        "SELECT (coverage - 'reported_at')::text FROM T WHERE path = 'a.py'"
      )

    assert json ==
             ~s({"format": "lcov", "covered": 3, "relevant": 4, "functions": [{"name": "f", ) <>
               ~s("parent": null, "covered": 2, "coverage": 0.6666666666666666, "end_line": 4, ) <>
               ~s("relevant": 3, "start_line": 1}], "uncovered": [[3, 3]]})
  end

  test "several reports are added up", %{config: config, options: options, reports: reports} do
    one = lcov(reports, "one.info", [{"a.py", [{1, 1}, {2, 0}]}, {"b.py", [{1, 0}]}])
    text = "mode: set\na.py:2.1,3.1 1 1\n"
    other = write(reports, "other.out", text)
    assert {:ok, summary} = ParserEngine.import_coverage([one, other], options)
    assert %{files: 2, covered: 3, relevant: 4} = summary
    assert share(config, "a.py") == {1.0, false}
    assert share(config, "b.py") == {0.0, false}
    sql = "SELECT coverage ->> 'format' FROM T WHERE coverage IS NOT NULL ORDER BY path"
    assert rows(config, :codebase_metadata, sql) == [["go+lcov"], ["lcov"]]
  end

  test "another import takes the place of the first", context do
    %{config: config, options: options, reports: reports} = context
    {:ok, _} = ParserEngine.import_coverage(lcov(reports, "1", [{"a.py", [{1, 1}]}]), options)
    second = lcov(reports, "2", [{"b.py", [{1, 1}]}])
    {:ok, summary} = ParserEngine.import_coverage(second, [merge: true] ++ options)
    assert summary.cleared == 0
    assert {share(config, "a.py"), share(config, "b.py")} == {{1.0, false}, {1.0, false}}
    assert {:ok, %{cleared: 1}} = ParserEngine.import_coverage(second, options)
    assert {share(config, "a.py"), share(config, "b.py")} == {{nil, nil}, {1.0, false}}
  end

  test "nothing changes where a report is bad, or fits nothing", context do
    %{config: config, options: options, reports: reports} = context
    good = lcov(reports, "good", [{"a.py", [{1, 1}]}])
    {:ok, _} = ParserEngine.import_coverage(good, options)
    foreign = lcov(reports, "foreign", [{"x/y.py", [{1, 1}]}, {"z.py", [{1, 1}]}])

    assert {:error, {:no_file_matched, 2, "x/y.py"}} =
             ParserEngine.import_coverage(foreign, options)

    bad = write(reports, "bad", "SF:b.py\nDA:1,1\n")
    assert {:error, {:report, ^bad, reason}} = ParserEngine.import_coverage([good, bad], options)
    assert {:bad_report, :lcov, _why, 0} = reason
    assert share(config, "a.py") == {1.0, false}
    assert share(config, "b.py") == {nil, nil}
  end

  test "a file that changes has stale coverage", context do
    %{config: config, options: options, root: root, reports: reports} = context
    {:ok, _} = ParserEngine.import_coverage(lcov(reports, "1", [{"a.py", [{1, 1}]}]), options)
    write(root, "a.py", @source <> "# more\n")
    assert {:ok, :both_tables} = Sync.path(config, "a.py").result
    assert share(config, "a.py") == {1.0, true}
    # And as it was measured once more.
    write(root, "a.py", @source)
    assert {:ok, :both_tables} = Sync.path(config, "a.py").result
    assert share(config, "a.py") == {1.0, false}
  end

  test "a file that changes while it is measured has stale coverage", context do
    %{config: config, root: root} = context
    told = %{lines: %{1 => 1}, formats: [:lcov], written: System.os_time(:second) + 60}

    measure = fn file ->
      write(root, "a.py", @source <> "# meanwhile\n")
      assert {:ok, :both_tables} = Sync.path(config, "a.py").result
      Measurement.new(file, told)
    end

    assert {:ok, [{%{path: "a.py"}, true}]} = Store.Coverage.write(config, ["a.py"], measure)
    assert share(config, "a.py") == {1.0, true}
    assert {:ok, []} = Store.Coverage.write(config, ["gone.py"], measure)
  end

  test "two imports at once", %{config: config, options: options, reports: reports} do
    files = for path <- ~w(a.py b.py lib/c.py), do: {path, [{1, 1}, {2, 0}]}
    report = lcov(reports, "1", files)
    run = fn -> ParserEngine.import_coverage(report, options) end
    imports = for _ <- 1..8, do: Task.async(run)
    for answer <- Task.await_many(imports, 30_000), do: assert({:ok, %{files: 3}} = answer)
    assert share(config, "lib/c.py") == {0.5, false}
  end

  test "a renamed file keeps it, a removed one does not", context do
    %{config: config, options: options, root: root, reports: reports} = context
    write(root, "a.py", @source <> "# of its own\n")
    assert {:ok, :both_tables} = Sync.path(config, "a.py").result

    {:ok, _} =
      ParserEngine.import_coverage(lcov(reports, "1", [{"a.py", [{1, 1}, {2, 0}]}]), options)

    File.rename!(Path.join(root, "a.py"), Path.join(root, "lib/moved.py"))
    [_, _] = Sync.settle(config, ["lib/moved.py", "a.py"])
    assert share(config, "lib/moved.py") == {0.5, false}
    assert coverage(config, "a.py") == nil
    File.rm!(Path.join(root, "lib/moved.py"))
    write(root, "a.py", @source)
    [_, _] = Sync.settle(config, ["lib/moved.py", "a.py"])
    assert share(config, "a.py") == {nil, nil}
  end

  test "a report older than the file, or of other lines, is stale at once", context do
    %{config: config, options: options, reports: reports} = context
    old = lcov(reports, "old", [{"a.py", [{1, 1}]}])
    File.touch!(old, System.os_time(:second) - 3600)

    longer =
      lcov(reports, "longer", [
        {"b.py", [{1, 1}, {6, 1}, {900, 0}]},
        {"lib/c.py", [{1, 1}, {5, 0}]}
      ])

    assert {:ok, summary} = ParserEngine.import_coverage([old, longer], options)
    assert summary.stale == ["a.py", "b.py"]
    assert share(config, "a.py") == {1.0, true}
    # Lines that the file lacks count for nothing; one after the last line break is of no account.
    assert share(config, "b.py") == {1.0, true}
    assert share(config, "lib/c.py") == {1.0, false}
  end

  test "a file that was changed since it was ingested, and then measured", context do
    %{config: config, options: options, root: root, reports: reports} = context
    file = write(root, "a.py", @source <> "y = 1\n")
    # Later than its row by the clock of whole seconds.
    File.touch!(file, System.os_time(:second) + 5)
    report = lcov(reports, "1", [{"a.py", [{1, 1}, {5, 0}]}])
    File.touch!(report, System.os_time(:second) + 10)
    assert {:ok, %{stale: []}} = ParserEngine.import_coverage(report, options)
    assert share(config, "a.py") == {0.5, false}
    assert {:ok, :unchanged} = Sync.path(config, "a.py").result
    # Without its tree a codebase has its rows.
    File.rm_rf!(root)
    assert {:ok, %{files: 1}} = ParserEngine.import_coverage(report, options)
    assert share(config, "a.py") == {0.5, false}
  end

  test "names that mean none or several rows are told", context do
    %{config: config, options: options, root: root, reports: reports} = context
    write(root, "x/same.py", @source)
    write(root, "y/same.py", @source)
    {:ok, _summary} = Ingest.run(config)
    files = for path <- ["same.py", "c.py", "gone.py"], do: {path, [{1, 1}]}
    {:ok, summary} = ParserEngine.import_coverage(lcov(reports, "1", files), options)
    assert %{files: 1, ambiguous: ["same.py"], unknown: ["gone.py"]} = summary
    assert share(config, "lib/c.py") == {1.0, false}
  end

  test "a report of no codebase's other rows", context do
    %{config: config, options: options, reports: reports} = context
    other = %{config | codebase_id: "other"}
    {:ok, _summary} = Ingest.run(other)
    {:ok, _} = ParserEngine.import_coverage(lcov(reports, "1", [{"a.py", [{1, 1}]}]), options)
    assert share(other, "a.py") == {nil, nil}
  end

  test "tables of an earlier version", context do
    %{config: config, options: options, reports: reports, prefix: prefix} = context
    :ok = Migration.revert(config.repo, prefix: prefix, version: 3)
    report = lcov(reports, "1", [{"a.py", [{1, 1}]}])
    assert {:error, {:not_migrated, ^prefix, 2}} = ParserEngine.import_coverage(report, options)
  end

  test "wrong options", %{options: options, reports: reports} do
    report = lcov(reports, "1", [{"a.py", [{1, 1}]}])
    wrong = fn more -> ParserEngine.import_coverage(report, more ++ options) end
    assert {:error, {:invalid_option, :format, :gcov, _}} = wrong.(format: :gcov)
    assert {:error, {:invalid_option, :merge, "yes", _}} = wrong.(merge: "yes")
    assert {:error, {:invalid_option, :strip, 1, _}} = wrong.(strip: 1)
    assert {:error, {:unknown_option, :colour, _}} = wrong.(colour: 1)
    assert {:error, {:report, _, {:bad_report, :go, _, 1}}} = wrong.(format: :go)
  end
end

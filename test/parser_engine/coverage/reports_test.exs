defmodule ParserEngine.Coverage.ReportsTest do
  # Real reports over real trees, from the file to the rows; see test/fixtures/coverage/README.md.
  use ParserEngine.CodebaseCase

  alias ParserEngine.Ingest

  @fixtures Path.expand("../../fixtures/coverage", __DIR__)
  @reports ~w(coverage_py/lcov.info coverage_py/coverage.xml c8/lcov.info c8/coverage.xml
              nyc/lcov.info nyc/coverage.xml
              go/cover.out)

  for report <- @reports do
    test report, %{config: config, options: options, root: root} do
      report = Path.join(@fixtures, unquote(report))
      File.cp_r!(Path.join(Path.dirname(report), "tree"), root)
      {:ok, _summary} = Ingest.run(config)
      {:ok, summary} = ParserEngine.import_coverage(fresh(report), options)

      assert summary.unknown == [] and summary.ambiguous == [] and summary.stale == []
      assert told(config) == report |> Path.dirname() |> Path.join("expected") |> File.read!()
    end
  end

  # Written after the files that it tells of.
  defp fresh(report) do
    copy =
      Path.join(System.tmp_dir!(), "pe-#{System.pid()}-#{System.unique_integer([:positive])}")

    on_exit(fn -> File.rm!(copy) end)
    File.cp!(report, copy)
    copy
  end

  # Each file with its lines, below it each function.
  defp told(config) do
    rows(config, :codebase_metadata, """
    SELECT path, coalesce(round(100 * test_coverage::numeric, 2)::text, 'NULL'),
           (coverage -> 'covered')::text, (coverage -> 'relevant')::text,
           (coverage -> 'uncovered')::text,
           (SELECT string_agg(format('  %s %s of %s', f ->> 'name', f ->> 'covered', f ->> 'relevant'),
                              E'\\n' ORDER BY (f ->> 'start_line')::int)
            FROM jsonb_array_elements(coverage -> 'functions') AS f)
    FROM T WHERE coverage IS NOT NULL ORDER BY path
    """)
    |> Enum.map_join(fn [path, share, covered, relevant, uncovered, functions] ->
      "#{path} #{share} %: #{covered} of #{relevant}, not #{uncovered}\n" <>
        if(functions, do: functions <> "\n", else: "")
    end)
  end
end

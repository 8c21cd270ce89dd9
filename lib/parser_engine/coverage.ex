defmodule ParserEngine.Coverage do
  @moduledoc """
  Test coverage from the reports of test tools, in `codebase_metadata`.

  | format | written by |
  |---|---|
  | `:lcov` | lcov, c8, nyc, vitest, cargo llvm-cov, coverage.py, … |
  | `:cobertura` | coverage.py, gcovr, coverlet, … |
  | `:go` | `go test -coverprofile` |
  | `:coverdata` | `cover:export`, `mix test --cover --export-coverage` |

  Three columns of a row are written, and a fourth follows from them:

  | column | |
  |---|---|
  | `test_coverage` | covered lines by lines with code, from 0 to 1; `NULL` where the report tells of none |
  | `coverage` | what the report tells of the file, below |
  | `coverage_hash` | the `content_hash` that it was measured on; `''` where that content is gone already |
  | `coverage_stale` | whether the file has another content by now; `NULL` without coverage |

      {"format": "lcov", "reported_at": "2026-11-29T15:42:46Z", "covered": 5, "relevant": 8,
       "uncovered": [[11, 12], [20, 20]],
       "functions": [{"name": "sign", "parent": "Tiny", "start_line": 2, "end_line": 4,
                      "covered": 2, "relevant": 3, "coverage": 0.6667}, …]}

  `uncovered` are ranges of lines, first and last. A function inside a function counts for both;
  the line where a function begins counts only where it is its only one, since in many languages it
  runs without the function being called. Of
  several reports about one file `format` names all, as `go+lcov`, and `reported_at` is the oldest.

  A line is covered when it ran at least once, `relevant` if the report tells of it at all. Cover
  profiles of Go tell of blocks: there the lines from brace to brace have code, so shares are near
  to Go's own shares of statements, but not the same.

  Rows that no report tells of have `NULL`; coverage that they had from an earlier import is taken
  away, unless `merge: true`. A report is taken to tell of what is in the files now: rows that do not
  tell that yet are written first. A file that was written after the report, or that lacks lines of
  which the report tells, is stale at once. Not so for
  coverdata, which counts lines of templates as lines of their module. The report's own time counts, so one that was unpacked
  with its former time has to be touched where the files were checked out later.

  Files are named in reports as the tool saw them. A row is meant where its path is the same below
  the root (or below `:source_root`, or by `go.mod`), or where one of the two paths is the end of
  the other. Names that may mean several rows mean none, and are told. Of the absolute paths of
  another machine those count that lie in the one folder which most have in common. Modules of
  Elixir are found by their name.

  Options, beside those that name the codebase: `:format` (else found out for each report),
  `:source_root` (the folder, relative to the root, that relative paths in the reports start from),
  `:strip` (taken off the beginning of paths), `:merge`.
  """

  alias ParserEngine.{Error, Instances, Migration}
  alias ParserEngine.Coverage.{Attribution, Format, GoModules, Measurement, Report, Summary}
  alias ParserEngine.{Store, Sync}

  @options [:format, :source_root, :strip, :merge]

  @doc "Reads the reports, and writes what they tell; nothing if one of them is bad."
  @spec import_reports([Path.t()], keyword()) :: {:ok, Summary.t()} | {:error, Error.reason()}
  def import_reports(paths, options) do
    {own, options} = Keyword.split(options, @options)

    with :ok <- valid(own),
         {:ok, config} <- Instances.config(options),
         {:ok, reports} <- Report.read_all(paths, own[:format]),
         do: write(config, reports, own)
  end

  defp valid(options) do
    Enum.find_value(options, :ok, fn {name, value} ->
      {valid?, expected} = rule(name, value)
      if valid?, do: nil, else: {:error, {:invalid_option, name, value, expected}}
    end)
  end

  defp rule(:format, value),
    do: {value == nil or value in Format.names(), "one of #{inspect(Format.names())}"}

  defp rule(:merge, value), do: {is_boolean(value), "true or false"}
  defp rule(_path, value), do: {value == nil or is_binary(value), "a string"}

  defp write(config, reports, options) do
    with :ok <- Migration.verify(config.repo, prefix: config.prefix),
         {:ok, files} <- Store.Coverage.files(config),
         {:ok, codebase} <- codebase(config, Map.keys(files), reports, options),
         answers = Enum.map(reports, &{&1, Attribution.resolve(codebase, sources(&1))}),
         told = told(answers),
         :ok <- some(told, reports),
         :ok <- catch_up(config, Map.take(files, Map.keys(told))),
         {:ok, written} <- Store.Coverage.write(config, Map.keys(told), &measure(&1, told)),
         {:ok, cleared} <- clear_others(config, told, options) do
      {:ok, Summary.new(answers, written, cleared)}
    end
  end

  defp sources(report), do: Map.keys(report.measured)

  defp codebase(config, paths, reports, options) do
    modules = for report <- reports, {:module, name} <- sources(report), uniq: true, do: name

    with {:ok, modules} <- Store.Coverage.modules(config, modules) do
      {:ok,
       %Attribution{
         root: config.root,
         paths: MapSet.new(paths),
         modules: modules,
         go_modules: go_modules(config, reports, paths),
         source_root: below_root(options[:source_root], config),
         strip: options[:strip] || ""
       }}
    end
  end

  # Other reports do not name files by packages.
  defp go_modules(config, reports, paths) do
    if Enum.any?(reports, &(&1.format == :go)),
      do: GoModules.below(config.root, paths),
      else: []
  end

  defp below_root(nil, _config), do: ""
  defp below_root(folder, config), do: folder |> Path.expand(config.root) |> inside(config.root)

  defp inside(root, root), do: ""
  defp inside(folder, root), do: Path.relative_to(folder, root)

  # By row: all that the reports tell of it.
  defp told(answers) do
    for {report, answers} <- answers, {source, {:row, path}} <- answers, reduce: %{} do
      told -> Map.update(told, path, of(report, source), &both(&1, of(report, source)))
    end
  end

  defp of(report, source) do
    lines = Map.fetch!(report.measured, source)
    %{lines: lines, formats: [report.format], written: report.written}
  end

  defp both(one, other) do
    %{
      lines: Format.add(one.lines, other.lines),
      formats: one.formats ++ other.formats,
      written: min(one.written, other.written)
    }
  end

  # Where nothing fits, the coverage of all rows would go.
  defp some(told, reports) when told == %{} do
    sources = Enum.flat_map(reports, &sources/1)
    {:error, {:no_file_matched, length(sources), sources |> Enum.min() |> Summary.name()}}
  end

  defp some(_told, _reports), do: :ok

  # A report tells of what is in the files, which may not be in the rows yet.
  defp catch_up(config, files) do
    for {path, last_modified} <- files, behind?(config.root, path, last_modified) do
      path
    end
    |> Enum.chunk_every(config.batch_size)
    |> Enum.each(&Sync.settle(config, &1))
  end

  defp behind?(root, path, last_modified) do
    case File.lstat(Path.join(root, path), time: :posix) do
      {:ok, %{type: :regular, mtime: changed}} -> changed != last_modified
      _other -> false
    end
  end

  defp measure(file, told), do: Measurement.new(file, Map.fetch!(told, file.path))

  defp clear_others(config, told, options) do
    if options[:merge],
      do: {:ok, 0},
      else: Store.Coverage.clear_others(config, Map.keys(told))
  end
end

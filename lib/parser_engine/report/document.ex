defmodule ParserEngine.Report.Document do
  @moduledoc false
  # A report as JSON, for machines (`:objects`) and for the page (`:columns`): there lists of the
  # same kind of thing are rows under the names of their columns, and files are numbers.

  alias ParserEngine.{JSON, Report}
  alias ParserEngine.Report.{FileEntry, Issue, Limits}

  @type shape :: :objects | :columns

  # Of the document, raised when a reader of an earlier one would misunderstand it.
  @version 1

  @issue [:kind, :file, :rule, :line, :end_line, :name, :value, :threshold, :severity, :cwe] ++
           [:message]

  @doc "The document."
  @spec encode(Report.t(), shape()) :: iodata()
  def encode(report, shape) do
    refer = references(report, shape)

    JSON.encode(
      %{
        format: "parser_engine report",
        version: @version,
        generator: "parser_engine #{version()}",
        generated_at: DateTime.to_iso8601(report.generated_at),
        codebase: %{id: report.codebase_id, root: report.root},
        totals: {:fragment, report.totals},
        measured: {:fragment, report.measured},
        languages: {:fragment, report.languages},
        snapshots: {:fragment, report.snapshots},
        history: history(report.history),
        files: table(FileEntry.columns(), Enum.map(report.files, &FileEntry.values/1), shape),
        cycles: if(Report.dependencies?(report), do: cycles(report.cycles, refer)),
        rules: table([:kind, :rule, :severity, :places, :files], report.rules, shape),
        issues: table(@issue, issues(report.issues, refer), shape)
      }
      |> Map.merge(texts(report, shape, refer))
      |> Map.merge(graph(report, shape, refer))
      |> Map.merge(lists(report, shape, refer))
    )
  end

  @doc "The version of the library."
  @spec version() :: String.t()
  def version, do: :parser_engine |> Application.spec(:vsn) |> to_string()

  # What a file is called: `nil` where the list of files does not go so far.
  defp references(_report, :objects), do: & &1

  defp references(report, :columns) do
    numbers = report.files |> Enum.map(& &1.path) |> Enum.with_index() |> Map.new()
    &Map.get(numbers, &1)
  end

  defp table(columns, rows, :columns), do: %{columns: columns, rows: rows}

  defp table(columns, rows, :objects),
    do: for(row <- rows, do: columns |> Enum.zip(row) |> Map.new())

  defp history(history) do
    %{
      since: Date.to_iso8601(history.since),
      problem: history.problem,
      commits: history.commits,
      shallow: history.shallow,
      cut: history.cut
    }
  end

  defp cycles(cycles, refer) do
    for cycle <- cycles,
        do: %{members: known(cycle.members, refer), path: known(cycle.path, refer)}
  end

  defp known(paths, refer), do: paths |> Enum.map(refer) |> Enum.reject(&is_nil/1)

  defp issues(issues, refer) do
    for %Issue{} = issue <- issues, file = refer.(issue.path) do
      values = issue |> Map.from_struct() |> Map.put(:file, file)
      for column <- @issue, do: Map.fetch!(values, column)
    end
  end

  defp graph(report, shape, refer) do
    [unresolved, packages] = for list <- [report.unresolved, report.packages], do: counted(list)
    known? = Report.dependencies?(report)

    %{
      dependencies: dependencies(report, shape, refer),
      dependency_count: if(known?, do: length(report.dependencies)),
      unresolved: table([:file, :name, :line], referred(unresolved.rows, refer), shape),
      unresolved_count: if(known?, do: unresolved.count),
      packages: table([:package, :files], packages.rows, shape),
      package_count: if(known?, do: packages.count)
    }
  end

  defp dependencies(report, :objects, _refer),
    do: for({from, to} <- report.dependencies, do: %{from: from, to: to})

  # Of each file the numbers of those that it depends on.
  defp dependencies(report, :columns, refer) do
    targets =
      report.dependencies
      |> Enum.take(Limits.of(:html).dependencies)
      |> Enum.group_by(&elem(&1, 0), &elem(&1, 1))

    for file <- report.files, do: targets |> Map.get(file.path, []) |> known(refer)
  end

  defp lists(report, shape, refer) do
    uncovered = counted(report.uncovered)

    %{
      uncovered:
        table([:file, :covered, :relevant, :ranges], ranges(uncovered.rows, refer), shape),
      uncovered_count: uncovered.count,
      clones: table(clone_columns(), clones(report.clones, refer), shape)
    }
  end

  # The last value of each row is how many rows there are.
  defp counted([]), do: %{rows: [], count: 0}

  defp counted([row | _] = rows),
    do: %{rows: Enum.map(rows, &Enum.drop(&1, -1)), count: List.last(row)}

  defp referred(rows, refer),
    do: for([path | values] <- rows, file = refer.(path), do: [file | values])

  defp ranges(rows, refer) do
    for [path, covered, relevant, ranges] <- rows, file = refer.(path) do
      [file, covered, relevant, {:fragment, ranges || "[]"}]
    end
  end

  defp clone_columns, do: [:file, :line, :end_line, :other, :other_line, :other_end_line, :tokens]

  defp clones(clones, refer) do
    for %{left: left, right: right, tokens: tokens} <- clones,
        file = refer.(left.path),
        other = refer.(right.path),
        do: [file, left.line, left.end_line, other, right.line, right.end_line, tokens]
  end

  defp texts(_report, :objects, _refer), do: %{}

  defp texts(report, :columns, refer) do
    texts =
      for {path, stretches} <- report.texts, file = refer.(path), into: %{} do
        {Integer.to_string(file), for({line, lines} <- stretches, do: [line, lines])}
      end

    %{texts: texts}
  end
end

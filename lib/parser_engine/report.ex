defmodule ParserEngine.Report do
  @moduledoc """
  What the tables and git tell of a codebase, gathered for `mix code.report`.

  Everything comes from the rows as they are; only the churn is git's. Lists are cut by
  `ParserEngine.Report.Limits`; `*_count` says how many entries there are. What was not measured is
  `nil`. `docs/report.md` has the document that machines read.
  """

  alias ParserEngine.{Config, Error, Store}
  alias ParserEngine.Report.{Clone, Cycles, Excerpt, FileEntry, History, Issue, Limits}

  @enforce_keys [:codebase_id, :root, :generated_at, :history, :files]
  defstruct @enforce_keys ++
              [
                :totals,
                :measured,
                :languages,
                :snapshots,
                rules: [],
                dependencies: [],
                cycles: [],
                unresolved: [],
                packages: [],
                issues: [],
                uncovered: [],
                clones: [],
                texts: %{}
              ]

  @typedoc """
  `totals`, `measured`, `languages` and `snapshots` are JSON. `texts` are what the format needs of
  the files that are named: stretches of lines for a page, the first lines of places for SARIF.
  """
  @type t :: %__MODULE__{
          codebase_id: String.t(),
          root: String.t(),
          generated_at: DateTime.t(),
          history: History.t(),
          files: [FileEntry.t()],
          totals: String.t() | nil,
          measured: String.t() | nil,
          languages: String.t() | nil,
          snapshots: String.t() | nil,
          rules: [[term()]],
          dependencies: [{String.t(), String.t()}],
          cycles: [Cycles.cycle()],
          unresolved: [[term()]],
          packages: [[term()]],
          issues: [Issue.t()],
          uncovered: [[term()]],
          clones: [Clone.t()],
          texts: %{String.t() => term()}
        }

  @doc "Whether the tables tell of any file what it depends on."
  @spec dependencies?(t()) :: boolean()
  def dependencies?(report), do: Enum.any?(report.files, & &1.dependencies)

  # As many as the page shows of one place, and of a clone.
  @lines_of_issue 12
  @lines_of_clone 40

  # A private key is the longest.
  @lines_of_secret 200
  @most_secrets 100_000

  # All of them are needed to find cycles, however many are shown.
  @most_edges 1_000_000

  @doc """
  Gathers what a format tells. Options: `:since` (a `Date`, the first day of the churn), `:root`
  (where git is asked, by default the root that the rows tell).
  """
  @spec build(Config.t(), Limits.format(), keyword()) :: {:ok, t()} | {:error, Error.reason()}
  def build(config, format, options) do
    limits = Limits.of(format)

    with {:ok, root} <- Store.Report.root(config),
         root = options[:root] || root,
         history = History.read(root, Keyword.fetch!(options, :since)),
         {:ok, rows} <- Store.Report.list(config, :files, limits.files),
         report = new(config, root, history, rows),
         {:ok, report} <- add_sums(report, config),
         {:ok, report} <- add_graph(report, config, limits),
         {:ok, report} <- add_lists(report, config, limits),
         do: add_texts(report, config, format)
  end

  defp new(config, root, history, rows) do
    %__MODULE__{
      codebase_id: config.codebase_id,
      root: root,
      generated_at: DateTime.truncate(DateTime.utc_now(), :second),
      history: %{history | files: %{}},
      files: rows |> Enum.map(&FileEntry.new(&1, history)) |> Enum.sort_by(& &1.path)
    }
  end

  defp add_sums(report, config) do
    with {:ok, totals} <- Store.Report.json(config, :totals),
         {:ok, measured} <- Store.Report.json(config, :measured),
         {:ok, languages} <- Store.Report.json(config, :languages),
         {:ok, snapshots} <- Store.Snapshot.list(config),
         {:ok, rules} <- Store.Report.rules(config) do
      {:ok,
       %{
         report
         | totals: totals,
           measured: measured,
           languages: languages,
           snapshots: snapshots,
           rules: rules
       }}
    end
  end

  defp add_graph(report, config, limits) do
    with {:ok, rows} <- Store.Report.list(config, :dependencies, @most_edges),
         {:ok, unresolved} <- Store.Report.list(config, :unresolved, limits.unresolved),
         {:ok, packages} <- Store.Report.list(config, :packages, limits.packages) do
      {:ok,
       %{
         report
         | dependencies: for([from, to, _binding] <- rows, do: {from, to}),
           cycles: rows |> bindings() |> Cycles.find(),
           unresolved: unresolved,
           packages: packages
       }}
    end
  end

  defp bindings(rows) do
    bindings = for [from, to, true] <- rows, do: {from, to}
    Enum.group_by(bindings, &elem(&1, 0), &elem(&1, 1))
  end

  defp add_lists(report, config, limits) do
    with {:ok, findings} <- Store.Report.list(config, :findings, limits.findings),
         {:ok, smells} <- Store.Report.list(config, :smells, limits.smells),
         {:ok, uncovered} <- Store.Report.list(config, :uncovered, limits.uncovered),
         {:ok, clones} <- Store.Report.list(config, :clones, 2 * limits.clones) do
      issues = Enum.map(findings, &Issue.finding/1) ++ Enum.map(smells, &Issue.smell/1)
      clones = clones |> Clone.pairs() |> Enum.take(limits.clones)
      {:ok, %{report | issues: issues, uncovered: uncovered, clones: clones}}
    end
  end

  defp add_texts(report, _config, :json), do: {:ok, report}

  defp add_texts(report, config, format) do
    places = places(report)
    paths = places |> Map.keys() |> Enum.sort()

    with {:ok, rows} <- Store.Report.list(config, :secrets, @most_secrets),
         secrets = secrets(rows),
         show = &text(format, &2, Map.fetch!(places, &1), Map.get(secrets, &1, MapSet.new())),
         {:ok, texts} <- Store.Report.contents(config, paths, show),
         do: {:ok, %{report | texts: texts}}
  end

  defp text(:html, text, places, hidden), do: Excerpt.stretches(text, places, hidden)
  defp text(:sarif, text, places, hidden), do: Excerpt.first_lines(text, places, hidden)

  # Reports are sent around.
  defp secrets(rows) do
    rows
    |> Enum.filter(fn [_path, line, end_line] -> is_integer(line) and is_integer(end_line) end)
    |> Enum.group_by(&hd/1, fn [_path, line, end_line] ->
      MapSet.new(line..min(end_line, line + @lines_of_secret)//1)
    end)
    |> Map.new(fn {path, lines} -> {path, Enum.reduce(lines, &MapSet.union/2)} end)
  end

  defp places(report) do
    issues = for issue <- report.issues, do: {issue.path, place(issue, @lines_of_issue)}

    clones =
      for clone <- report.clones,
          side <- [clone.left, clone.right],
          do: {side.path, place(side, @lines_of_clone)}

    Enum.group_by(issues ++ clones, &elem(&1, 0), &elem(&1, 1))
  end

  defp place(%{line: line, end_line: end_line}, longest),
    do: {line, min(end_line, line + longest - 1)}
end

defmodule ParserEngine.Ingest.Report do
  @moduledoc false
  # A summary as text. Values in, text out.

  alias ParserEngine.{Config, Error}
  alias ParserEngine.Ingest.Summary
  alias ParserEngine.Sync.Outcome

  @paths_shown 5

  @type counts :: [
          {Config.table(), [{language :: String.t(), parse_status :: String.t(), pos_integer()}]}
        ]

  @doc "What an ingestion did; `counts` are what the tables hold now."
  @spec summary(Summary.t(), Config.t(), counts()) :: iodata()
  def summary(summary, config, counts) do
    if Summary.nothing_new?(summary),
      do: [nothing_new(summary, config), failures(summary)],
      else: [
        done(summary, config),
        held(counts),
        graph(summary),
        left_out(summary),
        failures(summary)
      ]
  end

  @doc "What an ingestion would do."
  @spec dry_run(Summary.t(), Config.t()) :: iodata()
  def dry_run(summary, config) do
    [
      "#{config.codebase_id}: #{summary.files} files, #{summary.current} current, " <>
        "#{summary.changed} to sync, #{summary.absent} to remove. Nothing was written.\n",
      section("to sync", by_count(summary.changed_by_language)),
      left_out(summary),
      failures(summary)
    ]
  end

  @doc "Only what went wrong."
  @spec failures(Summary.t()) :: iodata()
  def failures(summary) do
    [
      grouped("not indexed", summary.not_indexed, &Error.message/1),
      grouped("could not be looked at", summary.errors, & &1),
      grouped("failed", summary.failed, &Error.message/1),
      suspect(summary),
      without_graph(summary),
      without_search(summary),
      without_nif(summary)
    ]
  end

  @doc "One line for a file that was synced while watching; nothing where nothing was new."
  @spec outcome(Outcome.t(), non_neg_integer()) :: iodata()
  def outcome(%{result: {:ok, :unchanged}}, _milliseconds), do: []

  # It will be looked at again.
  def outcome(%{result: {:skipped, reason}}, _milliseconds)
      when reason in [:busy, :gone, :emptied],
      do: []

  def outcome(%{result: {:ok, :deleted}, path: path}, _milliseconds), do: "-- #{path}: deleted\n"

  def outcome(%{result: {:skipped, reason}, path: path}, _milliseconds),
    do: "⏭  #{path}: #{Error.message(reason)}\n"

  def outcome(%{tables: tables, path: path}, milliseconds) when tables != %{},
    do: [marks(tables), " ", path, fates(tables, milliseconds), "\n"]

  def outcome(%{result: {:error, reason}, path: path}, _milliseconds),
    do: "✗✗ #{path}: #{Error.message(reason)}\n"

  @doc "A line while watching where another instance does the work."
  @spec lease(:leader | :standby, String.t() | nil) :: iodata()
  def lease(:standby, holder) when holder != nil,
    do: "Standing by, until it ends: another instance keeps the tables (#{holder})\n"

  def lease(_role, _holder), do: []

  defp marks(tables),
    do: for(name <- Config.tables(), fate = tables[name], do: if(fate == :ok, do: "✓", else: "✗"))

  defp fates(tables, milliseconds) do
    case for {table, {:error, reason}} <- tables, do: "#{table}: #{Error.message(reason)}" do
      [] -> " (#{milliseconds} ms)"
      failed -> [": " | Enum.intersperse(failed, ", ")]
    end
  end

  defp nothing_new(%{files: 0} = summary, config),
    do: ["#{config.codebase_id}: no source file in #{config.root}.\n", left_out(summary)]

  defp nothing_new(summary, config) do
    "#{config.codebase_id}: nothing new, all #{summary.files} files are current " <>
      "(#{seconds(summary)} s).\n"
  end

  defp done(summary, config) do
    "#{config.codebase_id}: #{synced(summary)} of #{summary.files} files in " <>
      "#{seconds(summary)} s (#{rate(summary)} files/s)" <>
      "#{also(current(summary), "current before")}#{also(summary.absent, "removed")}.\n"
  end

  # A file that was modified just before its row was written is read to tell.
  defp synced(summary), do: summary.changed - unchanged(summary)
  defp current(summary), do: summary.current + unchanged(summary)
  defp unchanged(summary), do: Map.get(summary.results, {:ok, :unchanged}, 0)

  defp also(0, _what), do: ""
  defp also(count, what), do: ", #{count} #{what}"

  defp seconds(summary), do: :erlang.float_to_binary(summary.milliseconds / 1000, decimals: 1)
  defp rate(summary), do: round(summary.changed * 1000 / max(summary.milliseconds, 1))

  defp held(counts) do
    names = Enum.map(counts, &elem(&1, 0))

    [
      table(["language" | names], tally(counts, 0) ++ [in_all(counts)]),
      table(["parse status" | names], tally(counts, 1))
    ]
  end

  defp graph(%{graph: {:ok, %{edges: edges}}}) when edges > 0,
    do: "\n#{edges} dependencies between files\n"

  defp graph(_summary), do: []

  defp without_graph(%{graph: {:error, reason}}),
    do: "\nDependencies and ranks could not be written: #{Error.message(reason)}\n"

  defp without_graph(%{graph: {:ok, %{bad_manifests: bad}}}),
    do: grouped("manifests with a fault, which dependencies do without", bad, & &1)

  defp without_graph(_summary), do: []

  defp without_search(%{search: {:error, reason}}),
    do: "\nWhat code is searched by could not be written: #{Error.message(reason)}\n"

  defp without_search(%{search: {:ok, %{failed: failed}}}) when failed > 0,
    do: "\n#{failed} files have no vector; embedding_error in codebase_metadata tells why\n"

  defp without_search(_summary), do: []

  defp in_all(counts),
    do:
      {"in all", for({_table, rows} <- counts, do: rows |> Enum.map(&elem(&1, 2)) |> Enum.sum())}

  # One line for each language, or each status; one number for each table.
  defp tally(counts, key) do
    columns = for {_table, rows} <- counts, do: sums(rows, key)
    labels = columns |> Enum.flat_map(&Map.keys/1) |> Enum.uniq()

    labels
    |> Enum.map(fn label -> {label, Enum.map(columns, &Map.get(&1, label, 0))} end)
    |> Enum.sort_by(fn {label, numbers} -> {-Enum.max(numbers), label} end)
  end

  defp sums(rows, key) do
    Enum.reduce(rows, %{}, fn row, sums ->
      Map.update(sums, elem(row, key), elem(row, 2), &(&1 + elem(row, 2)))
    end)
  end

  defp table(_header, []), do: []

  defp table([first | columns], lines) do
    ["\n", table_line(first, columns), Enum.map(lines, fn {label, n} -> table_line(label, n) end)]
  end

  defp table_line(label, cells) do
    ["  ", String.pad_trailing(label, 14), Enum.map(cells, &cell/1), "\n"]
  end

  defp cell(content), do: content |> to_string() |> String.pad_leading(19)

  defp left_out(summary), do: section("skipped", by_count(summary.skipped))

  defp by_count(counts), do: Enum.sort_by(counts, fn {name, count} -> {-count, name} end)

  defp section(_title, []), do: []

  defp section(title, counts) do
    [
      "\n  #{title}: ",
      Enum.map_intersperse(counts, ", ", fn {name, n} -> "#{name} #{n}" end),
      "\n"
    ]
  end

  defp grouped(_title, [], _sentence), do: []

  defp grouped(title, places, sentence) do
    groups = Enum.group_by(places, fn {_path, why} -> sentence.(why) end, &elem(&1, 0))
    ["\n  #{title}: #{length(places)}\n", groups |> by_size() |> Enum.map(&group/1)]
  end

  defp by_size(groups), do: Enum.sort_by(groups, fn {why, paths} -> {-length(paths), why} end)

  defp group({why, paths}) do
    {shown, others} = Enum.split(paths, @paths_shown)
    more = if others == [], do: [], else: "      and #{length(others)} more\n"
    ["    #{why}\n", Enum.map(shown, &["      ", &1, "\n"]), more]
  end

  defp suspect(%{suspect: nil}), do: []

  defp suspect(summary) do
    "\n  #{lost(summary)}. Their rows were kept: --allow-mass-delete deletes them.\n"
  end

  defp lost(%{suspect: :emptied}), do: "No file was found, though the tables have rows"

  defp lost(%{suspect: :many, kept: kept}),
    do: "#{kept} files, more than half of all, seem to be gone"

  defp lost(%{suspect: :replaced, kept: kept}),
    do:
      "Another directory is at the root than before, and #{kept} files, more than half of all, " <>
        "are not in it"

  defp without_nif(%{analysed?: false}) do
    "\n  #{Error.message(:nif_not_loaded)}. Only code_files was written, in plain Elixir.\n"
  end

  defp without_nif(_summary), do: []
end

defmodule ParserEngine.Metrics.Command do
  @moduledoc false
  # `mix code.metrics`, from its words to its exit status.

  alias ParserEngine.{Analyzer, CommandLine, Config, Error, Reconcile, Terminal}
  alias ParserEngine.Metrics.{Arguments, Format, Listing}

  @complete 0
  @failed 1

  # Files whose analyses are in memory at the same time.
  @at_once 64

  @doc "Answers the exit status."
  @spec run([String.t()], Terminal.t()) :: 0..2
  def run(words, terminal) do
    with {:ok, arguments} <- Arguments.parse(words),
         {:ok, found} <- found(arguments) do
      shown = Listing.select(found.rows, arguments)
      terminal.puts.(text(shown, arguments, terminal.columns))
      if arguments.format == :table, do: terminal.puts.(tally(found, shown, arguments))
      complain(found.failed, terminal)
    else
      failure -> CommandLine.fail("code.metrics", failure, terminal)
    end
  end

  defp found(%{directory?: false} = arguments) do
    with {:ok, analysis} <- told_of(Analyzer.analysis(arguments.path), arguments.path),
         do:
           {:ok, told([%{analysis | path: Path.relative_to_cwd(arguments.path)}], [], arguments)}
  end

  defp found(arguments) do
    with {:ok, config} <- Config.validate(codebase_id: "-", root: arguments.path),
         {:ok, entries, report} <- told_of(Reconcile.Scan.run(config), arguments.path) do
      unseen = for {path, text} <- report.errors, do: {from_here(path, arguments), {:io, text}}
      paths = entries |> Enum.map(&elem(&1, 0)) |> Enum.sort()
      parts = paths |> Enum.chunk_every(@at_once) |> Enum.map(&part(&1, config, arguments))

      {:ok,
       %{
         rows: Enum.flat_map(parts, & &1.rows),
         failed: unseen ++ Enum.flat_map(parts, & &1.failed),
         partial: parts |> Enum.map(& &1.partial) |> Enum.sum()
       }}
    end
  end

  defp part(paths, config, arguments) do
    tree = Analyzer.tree(config, paths)
    files = for file <- tree.files, do: %{file | path: from_here(file.path, arguments)}
    failed = for {path, reason} <- tree.failed, do: {from_here(path, arguments), reason}
    told(files, failed, arguments)
  end

  defp told(files, failed, arguments) do
    %{
      rows: Listing.rows(files, arguments),
      failed:
        failed ++ for(file <- files, text = unparsed(file), do: {file.path, {:limit, text}}),
      partial: Enum.count(files, &(&1.parse_status == "partial"))
    }
  end

  # Such a file has a row, with little in it.
  defp unparsed(%{parse_status: status}) when status in ~w(ok partial), do: nil
  defp unparsed(%{parse_status: "too_deep"}), do: "nested too deeply to be analysed"
  defp unparsed(%{parse_status: "long_lines"}), do: "lines too long to be analysed"
  defp unparsed(%{parse_status: "timeout"}), do: "the analysis took too long"
  defp unparsed(%{parse_status: "memory_limit"}), do: "the analysis would take too much memory"
  defp unparsed(%{parse_status: "quarantined"}), do: "not analysed: its parse has ended a VM"
  defp unparsed(%{parse_status: status}), do: "not analysed (#{status})"

  # As an editor started here opens it.
  defp from_here(path, arguments), do: arguments.path |> Path.join(path) |> Path.relative_to_cwd()

  defp told_of({:error, reason}, path), do: {:error, {:path, path, reason}}
  defp told_of(result, _path), do: result

  defp text(rows, %{format: :json} = arguments, _width), do: Format.json(rows, arguments.columns)
  defp text(rows, %{format: :csv} = arguments, _width), do: Format.csv(rows, arguments.columns)

  defp text([], _arguments, _width), do: []

  defp text(rows, arguments, width),
    do: Format.table(rows, arguments.columns, width, arguments.sort)

  defp tally(%{rows: [], failed: []}, [], %{functions: false} = arguments),
    do: "no file of a known language in #{arguments.path}\n"

  defp tally(found, shown, arguments) do
    what = if arguments.functions, do: "function", else: "file"
    all = length(found.rows)

    some =
      case length(shown) do
        ^all -> ""
        some -> "#{some} of "
      end

    gap = if shown == [], do: "", else: "\n"
    [gap, some, counted(all, what), broken(found.partial), "\n"]
  end

  defp counted(1, what), do: "1 #{what}"
  defp counted(number, what), do: "#{number} #{what}s"

  defp broken(0), do: ""
  defp broken(number), do: "; #{counted(number, "file")} with syntax errors"

  defp complain([], _terminal), do: @complete

  defp complain(failed, terminal) do
    for {path, reason} <- failed, do: terminal.complain.("#{path}: #{Error.message(reason)}\n")
    @failed
  end
end

defmodule ParserEngine.Metrics.Command do
  @moduledoc false
  # `mix code.metrics`, from its words to its exit status.

  alias ParserEngine.{Analyzer, Config, Error, Reconcile, Terminal}
  alias ParserEngine.Metrics.{Arguments, Format, Listing}

  @complete 0
  @failed 1
  @wrong_usage 2

  # Files whose analyses are in memory at the same time.
  @at_once 64

  @doc "Answers the exit status."
  @spec run([String.t()], Terminal.t()) :: 0..2
  def run(words, terminal) do
    with {:ok, arguments} <- Arguments.parse(words),
         {:ok, rows, failed} <- rows(arguments) do
      shown = Listing.select(rows, arguments)
      terminal.puts.(text(shown, arguments, terminal.columns))
      if arguments.format == :table, do: terminal.puts.(tally(rows, shown, arguments))
      complain(failed, arguments, terminal)
    else
      failure -> status(failure, terminal)
    end
  end

  defp rows(%{directory?: false} = arguments) do
    with {:ok, analysis} <- told_of(Analyzer.analysis(arguments.path), arguments.path),
         do:
           {:ok,
            Listing.rows([%{analysis | path: Path.relative_to_cwd(arguments.path)}], arguments),
            []}
  end

  defp rows(arguments) do
    with {:ok, config} <- Config.validate(codebase_id: "-", root: arguments.path),
         {:ok, entries, report} <- told_of(Reconcile.scan(config), arguments.path) do
      unseen = for {path, text} <- report.errors, do: {path, {:io, text}}
      paths = entries |> Enum.map(&elem(&1, 0)) |> Enum.sort()

      {rows, failed} =
        paths
        |> Enum.chunk_every(@at_once)
        |> Enum.map(&part(&1, config, arguments))
        |> Enum.unzip()

      {:ok, Enum.concat(rows), unseen ++ Enum.concat(failed)}
    end
  end

  defp part(paths, config, arguments) do
    tree = Analyzer.tree(config, paths)
    files = for file <- tree.files, do: %{file | path: from_here(file.path, arguments)}
    {Listing.rows(files, arguments), tree.failed}
  end

  # As an editor started here opens it.
  defp from_here(path, arguments), do: arguments.path |> Path.join(path) |> Path.relative_to_cwd()

  defp told_of({:error, reason}, path), do: {:error, {:path, path, reason}}
  defp told_of(result, _path), do: result

  defp text(rows, %{format: :json} = arguments, _width), do: Format.json(rows, arguments.columns)
  defp text(rows, %{format: :csv} = arguments, _width), do: Format.csv(rows, arguments.columns)

  defp text(rows, arguments, width),
    do: Format.table(rows, arguments.columns, width, arguments.sort)

  defp tally(rows, shown, arguments) do
    what = if arguments.functions, do: "functions", else: "files"
    all = length(rows)

    case length(shown) do
      ^all -> "\n#{all} #{what}\n"
      some -> "\n#{some} of #{all} #{what}\n"
    end
  end

  defp complain([], _arguments, _terminal), do: @complete

  defp complain(failed, arguments, terminal) do
    for {path, reason} <- failed,
        do: terminal.complain.("#{from_here(path, arguments)}: #{Error.message(reason)}\n")

    @failed
  end

  defp status({:error, {:usage, text}}, terminal) do
    terminal.complain.("code.metrics: #{text} (see: mix help code.metrics)\n")
    @wrong_usage
  end

  defp status({:error, {:path, path, reason}}, terminal) do
    terminal.complain.("code.metrics: #{path}: #{Error.message(reason)}\n")
    @failed
  end

  defp status({:error, reason}, terminal) do
    terminal.complain.("code.metrics: #{Error.message(reason)}\n")
    @failed
  end
end

defmodule ParserEngine.Report.Command do
  @moduledoc false
  # `mix code.report`, from its words to its exit status.

  alias ParserEngine.{CommandLine, Error, Instances, Migration, Report, Store, Terminal}
  alias ParserEngine.Ingest.Database
  alias ParserEngine.Report.{Arguments, Document, Page, Sarif, Summary}

  # Milliseconds; a statement may read a large codebase.
  @patience 600_000

  @doc "Answers the exit status."
  @spec run([String.t()], Terminal.t()) :: 0..2
  def run(words, terminal) do
    terminal.log.(:quiet)
    started = System.monotonic_time(:millisecond)

    with {:ok, arguments} <- Arguments.parse(words, Date.utc_today()),
         {:ok, report} <- report(arguments, terminal),
         text = render(report, arguments.format),
         :ok <- write(arguments.output, text, terminal) do
      tell(arguments.output, report, text, started, terminal)
      0
    else
      failure -> CommandLine.fail("code.report", failure, terminal)
    end
  end

  defp report(arguments, terminal) do
    options = [pool_size: 2] ++ Keyword.take(arguments.options, [:prefix])

    Database.run(arguments.repo, options, fn database ->
      given = [repo: database.repo, query_timeout: @patience] ++ arguments.options

      with {:ok, config} <- Instances.config(given),
           :ok <- Migration.verify(config.repo, prefix: config.prefix) do
        take_snapshot(config, terminal)
        Report.build(config, arguments.format, since: arguments.since, root: arguments.root)
      end
    end)
  end

  # Whoever may only read still gets a report.
  defp take_snapshot(config, terminal) do
    with {:error, reason} <- Store.Snapshot.take(config),
         do: terminal.complain.("code.report: no snapshot for trends: #{Error.message(reason)}\n")
  end

  defp render(report, :html), do: Page.html(report)
  defp render(report, :json), do: [Document.encode(report, :objects), "\n"]
  defp render(report, :sarif), do: [Sarif.encode(report), "\n"]

  defp write(:stdout, text, terminal) do
    terminal.puts.(text)
    :ok
  end

  defp write(path, text, _terminal) do
    with {:error, reason} <- File.write(path, text), do: {:error, {:path, path, reason}}
  end

  defp tell(:stdout, _report, _text, _started, _terminal), do: :ok

  defp tell(path, report, text, started, terminal) do
    milliseconds = System.monotonic_time(:millisecond) - started
    terminal.puts.(Summary.text(report, path, IO.iodata_length(text), milliseconds))
  end
end

defmodule ParserEngine.Coverage.Command do
  @moduledoc false
  # `mix code.coverage`, from its words to its exit status.

  alias ParserEngine.{CommandLine, Coverage, Terminal}
  alias ParserEngine.Coverage.{Arguments, Summary}
  alias ParserEngine.Ingest.Database

  # Milliseconds; a statement may write many rows.
  @patience 600_000

  @doc "Answers the exit status."
  @spec run([String.t()], Terminal.t()) :: 0..2
  def run(words, terminal) do
    terminal.log.(:quiet)

    with {:ok, arguments} <- Arguments.parse(words),
         {:ok, summary} <- import_reports(arguments) do
      terminal.puts.(Summary.text(summary))
      0
    else
      failure -> CommandLine.fail("code.coverage", failure, terminal)
    end
  end

  defp import_reports(arguments) do
    options = [pool_size: 2] ++ Keyword.take(arguments.options, [:prefix])

    Database.run(arguments.repo, options, fn database ->
      given = [repo: database.repo, query_timeout: @patience] ++ arguments.options
      Coverage.import_reports(arguments.reports, given)
    end)
  end
end

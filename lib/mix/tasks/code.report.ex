defmodule Mix.Tasks.Code.Report do
  @shortdoc "Writes a report about a codebase: a page, JSON or SARIF"

  @moduledoc """
  Writes what the tables tell of a codebase as one page, to be opened in a browser or sent around.

      $ mix code.ingest
      $ mix code.report
      $ mix code.report --id shop --since "6 months" --output shop.html
      $ mix code.report --format sarif --output shop.sarif

  The page needs no network. It has an overview, a map of the files by size and complexity, files
  that are complex and often changed, the dependency graph with its cycles, smells and findings
  with their lines, coverage, duplication, and trends. `docs/report.md` says what each is, and
  describes the JSON.

  Every run keeps the totals of the codebase for the trends, once an hour at most; so does
  `mix code.ingest`.

  ## Command line options

    * `--id` - the codebase's name in both tables, by default the folder's
    * `--path` - the codebase's top folder, where git is asked; by default that which was ingested
    * `--format` - `html` (default), `json` or `sarif`
    * `--output`, `-o` - the file to write, by default `code-report.html` for the page and standard
      output for the others; `-` is standard output
    * `--since` - the first day of the commits that are counted, as `2026-01-31`, or how far back, as
      `"6 months"`; by default 12 months
    * `--repo`, `-r` - an Ecto repo over PostgreSQL, by default `config :parser_engine, repo:`, else
      the private PostgreSQL
    * `--prefix` - the schema of the tables, by default `public`

  ## Exit status

  0 when the report was written, whatever it tells; 1 when there is no such codebase or anything
  failed; 2 for wrong options.
  """

  use Mix.Task

  alias ParserEngine.{CommandLine, Terminal}
  alias ParserEngine.Report.Command

  @requirements ["app.config"]

  @impl true
  @spec run([String.t()], Terminal.t()) :: :ok
  def run(args, terminal \\ Terminal.standard()),
    do: CommandLine.run_task(__MODULE__, args, terminal, &Command.run/2)
end

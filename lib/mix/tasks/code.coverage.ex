defmodule Mix.Tasks.Code.Coverage do
  @shortdoc "Writes the test coverage of reports into PostgreSQL"

  @moduledoc """
  Reads coverage reports, and writes what they tell into `codebase_metadata`: the share of lines
  that ran, of each file and of each of its functions.

      $ mix test --cover --export-coverage default
      $ mix code.coverage cover/default.coverdata --id shop
      $ mix code.coverage lcov.info coverage.xml --source-root backend

  LCOV, Cobertura, cover profiles of Go and coverdata are told apart by their content. What several
  reports tell of a file is added up. What is written, and how files are found: see
  `ParserEngine.Coverage`. Ingest the codebase first: only files that are in the tables count.

  ## Command line options

    * `--path` - the codebase's top folder, by default the current one
    * `--id` - the codebase's name in both tables, by default the folder's
    * `--format` - `lcov`, `cobertura`, `go` or `coverdata`, where the content does not tell
    * `--source-root` - the folder, relative to the top folder, that relative paths start from
    * `--strip` - taken off the beginning of paths in the reports
    * `--merge` - keeps the coverage of files that are in none of the reports; without it they have
      none afterwards
    * `--repo`, `-r` - an Ecto repo over PostgreSQL, by default `config :parser_engine, repo:`, else
      the private PostgreSQL
    * `--prefix` - the schema of the tables, by default `public`

  ## Exit status

  0 when coverage was written, 1 when a report is bad or tells of no file in the tables (nothing is
  written then), 2 for wrong options.
  """

  use Mix.Task

  alias ParserEngine.{CommandLine, Terminal}
  alias ParserEngine.Coverage.Command

  @requirements ["app.config"]

  @impl true
  @spec run([String.t()], Terminal.t()) :: :ok
  def run(args, terminal \\ Terminal.standard()),
    do: CommandLine.run_task(__MODULE__, args, terminal, &Command.run/2)
end

defmodule Mix.Tasks.Code.Prune do
  @shortdoc "Lists codebases in PostgreSQL, and removes those that nobody needs"

  @moduledoc """
  Lists the codebases whose rows are in the tables, or removes some of them with all that belongs
  to them.

      $ mix code.prune
      $ mix code.prune --id old-branch
      $ mix code.prune --days 90 --dry-run

  One that an instance keeps true at the moment is never removed: stop the instance first.

  ## Command line options

    * `--id` - removes this codebase
    * `--days` - removes those of which no row was written for so many days
    * `--dry-run` - only tells which would go
    * `--repo`, `-r` - an Ecto repo over PostgreSQL, by default `config :parser_engine, repo:`, else
      the private PostgreSQL
    * `--prefix` - the schema of the tables, by default `public`

  ## Exit status

  0 when all is done, 1 when anything failed, 2 for wrong options.
  """

  use Mix.Task

  alias ParserEngine.{CommandLine, Terminal}
  alias ParserEngine.Prune.Command

  @requirements ["app.config"]

  @impl true
  @spec run([String.t()], Terminal.t()) :: :ok
  def run(args, terminal \\ Terminal.standard()),
    do: CommandLine.run_task(__MODULE__, args, terminal, &Command.run/2)
end

defmodule Mix.Tasks.Code.Doctor do
  @shortdoc "Tells why files are in the tables or not"

  @moduledoc """
  Tells why files are in the tables `code_files` and `codebase_metadata`, or not. Nothing is written
  without `--retry`.

      $ mix code.doctor lib/shop/cart.ex
      $ mix code.doctor
      $ mix code.doctor lib assets --json

  Of a file the reason, what is particular to it (the pattern that leaves it out, and where that is
  written; what differs from its row) and what to do. Of a folder, by default the whole codebase,
  how many files there are of each reason, and those that belong into the tables and are not there.
  All reasons: `ParserEngine.Doctor`, or `docs/doctor.md`.

  Without `--repo`, and without `config :parser_engine, repo: MyApp.Repo`, the private PostgreSQL
  is asked that `mix code.ingest` fills. Where no database answers, the rules alone are told.

  ## Command line options

    * `--path` - the codebase's top folder, by default the current one
    * `--id` - the codebase's name in both tables, by default the folder's
    * `--repo`, `-r` - an Ecto repo over PostgreSQL
    * `--prefix` - the schema of the tables, by default `public`
    * `--nested-repositories` - enters git repositories, submodules and work trees below the path,
      as `mix code.ingest --nested-repositories` does
    * `--no-database` - tells what the rules say, and asks no database
    * `--retry` - has quarantined contents parsed once more, which may end this command as it ended
      a VM before; see `ParserEngine.Quarantine`
    * `--json` - one JSON object with all findings

  ## Exit status

  0 when all that was named is in the tables, and all that belongs there of the folders; 1 when
  something is not, 2 for wrong options.
  """

  use Mix.Task

  alias ParserEngine.{CommandLine, Terminal}
  alias ParserEngine.Doctor.Command

  @requirements ["app.config"]

  @impl true
  @spec run([String.t()], Terminal.t()) :: :ok
  def run(args, terminal \\ Terminal.standard()),
    do: CommandLine.run_task(__MODULE__, args, terminal, &Command.run/2)
end

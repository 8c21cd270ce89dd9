defmodule Mix.Tasks.Code.Ingest do
  @shortdoc "Puts a codebase into PostgreSQL"

  @moduledoc """
  Brings the tables `code_files` and `codebase_metadata` to what is in a tree.

      $ mix code.ingest
      $ mix code.ingest --path . --id singularity
      $ mix code.ingest --repo MyApp.Repo --watch

  Only files that differ from their rows are read, so a second run does next to nothing, and one
  that was killed goes on where it was.

  Rows of files that are gone are deleted at the end, but not where no file is left at all, or where
  more than half of more than 100 seem to be gone: that may be a disk which is not mounted. They are
  kept and the exit status is 1, until `--allow-mass-delete` says that they are gone.

  Without `--repo`, and without `config :parser_engine, repo: MyApp.Repo`, the rows go to a private
  PostgreSQL, started for the time and stopped afterwards; see `ParserEngine.PrivatePostgres`.
  A host's repo must have the tables already; see `ParserEngine.Migration`.

  The other options of `ParserEngine.Config` are taken from the application environment of
  `:parser_engine`.

  ## Command line options

    * `--path` - the codebase's top folder, by default the current one
    * `--id` - the codebase's name in both tables, by default the folder's
    * `--only` - a file or folder below the path; nothing else is looked at
    * `--repo`, `-r` - an Ecto repo over PostgreSQL
    * `--prefix` - the schema of the tables, by default `public`
    * `--nested-repositories` - enters git repositories, submodules and work trees below the path;
      whoever else writes this codebase has to as well (option `nested_repositories:`)
    * `--concurrency` - how many batches are synced at the same time, by default 4
    * `--dry-run` - tells what would be done, and writes no row
    * `--verify` - reads every file, also one whose size, times and inode say that it is unchanged
    * `--allow-mass-delete` - deletes the rows of files that are gone, however many they are
    * `--watch` - stays, and syncs each file when it is saved, until it is interrupted
    * `--quiet`, `-q` - prints nothing but failures
    * `--verbose`, `-v` - logs every file, in place of the progress bar

  ## Exit status

  0 when the tables tell what is in the tree, 1 when anything failed or was kept in doubt, 2 for
  wrong options.
  """

  use Mix.Task

  alias ParserEngine.{CommandLine, Terminal}
  alias ParserEngine.Ingest.Command

  @requirements ["app.config"]

  @impl true
  @spec run([String.t()], Terminal.t()) :: :ok
  def run(args, terminal \\ Terminal.standard()),
    do: CommandLine.run_task(__MODULE__, args, terminal, &Command.run/2)
end

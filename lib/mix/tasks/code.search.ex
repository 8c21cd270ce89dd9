defmodule Mix.Tasks.Code.Search do
  @shortdoc "Finds code by what it does"

  @moduledoc """
  Finds code by what it does, by words and by meaning, in the tables that `mix code.ingest` or a
  running instance keeps.

      $ mix code.search "where do we validate the session token"
      $ mix code.search Session.valid?
      $ mix code.search "retry with backoff" --language elixir --in lib --limit 5
      $ mix code.search --similar lib/shop/session.ex:12

  Each hit tells where it is, what it is, the first sentence of its documentation, and why it was
  found. How: `ParserEngine.Search`.

  Without `--repo`, and without `config :parser_engine, repo: MyApp.Repo`, the private PostgreSQL
  is asked that `mix code.ingest` fills.

  ## Command line options

    * `--language` - only this language; may be given several times
    * `--kind` - only `function`, `type`, `file`, or one kind such as `method`; several times too
    * `--in` - only below this folder, or in this file, relative to the codebase
    * `--limit`, `-n` - how many hits, by default 10
    * `--similar` - what is like the definition of this name, or at this place (`path:line`)
    * `--json` - one JSON object
    * `--path` - the codebase's top folder, by default the current one
    * `--id` - the codebase's name in both tables, by default the folder's
    * `--repo`, `-r` - an Ecto repo over PostgreSQL
    * `--prefix` - the schema of the tables, by default `public`

  ## Exit status

  0 when something was found, 1 when nothing was or the tables could not be asked, 2 for wrong options.
  """

  use Mix.Task

  alias ParserEngine.{CommandLine, Terminal}
  alias ParserEngine.Search.Command

  @requirements ["app.config"]

  @impl true
  @spec run([String.t()], Terminal.t()) :: :ok
  def run(args, terminal \\ Terminal.standard()),
    do: CommandLine.run_task(__MODULE__, args, terminal, &Command.run/2)
end

defmodule Mix.Tasks.Code.Metrics do
  @shortdoc "Shows the metrics of a file or codebase"

  @moduledoc """
  Shows the metrics of each file, or of each function, without any database.

      $ mix code.metrics
      $ mix code.metrics lib --sort cyclomatic --limit 20
      $ mix code.metrics lib --functions --sort cognitive --min 15
      $ mix code.metrics lib/shop/cart.ex --functions --format json

  The path is a file or a folder, by default the current one; of a folder those files are looked
  at that an ingestion takes. Paths are shown as seen from the current folder. What a language does not have is a dash in the table, `null` in JSON
  and nothing in CSV.

  ## Command line options

    * `--functions` - a row for each function instead of each file
    * `--sort` - the column to sort by, worst first: the highest complexity, the lowest
      maintainability; any heading of the table or key of the JSON
    * `--min` - only rows whose sorted column, by default cyclomatic complexity, is at least this
    * `--limit` - at most so many rows
    * `--format` - `table` (default), `json` or `csv`; the last two have all columns, the table
      those that matter most, fewer in a narrow terminal

  ## Columns

  Of files: path, language, parse status, lines in four classes, counts of functions, classes,
  structs, enums, traits and interfaces, cyclomatic and cognitive complexity, nesting depth,
  Halstead's measures, maintainability index, documentation coverage, syntax errors. Of functions:
  path, line, name, kind, language, lines, parameters, exits, the complexities, Halstead's measures,
  maintainability index, whether it is documented. What each number means:
  `ParserEngine.Analysis` and `ParserEngine.Analysis.Symbol`.

  ## Exit status

  0 when every file was analysed, 1 when one was not, 2 for wrong options. Output that nobody reads
  to its end, as with `| head`, may make it 141.
  """

  use Mix.Task

  alias ParserEngine.{CommandLine, Terminal}
  alias ParserEngine.Metrics.Command

  @requirements ["app.config"]

  @impl true
  @spec run([String.t()], Terminal.t()) :: :ok
  def run(args, terminal \\ Terminal.standard()),
    do: CommandLine.run_task(__MODULE__, args, terminal, &Command.run/2)
end

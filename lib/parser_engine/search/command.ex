defmodule ParserEngine.Search.Command do
  @moduledoc false
  # `mix code.search`, from its words to its exit status.

  alias ParserEngine.{CommandLine, Search, Terminal}
  alias ParserEngine.Ingest.Database
  alias ParserEngine.Search.{Arguments, Report}

  @found 0
  @nothing 1

  @doc "Answers the exit status."
  @spec run([String.t()], Terminal.t()) :: 0..2
  def run(words, terminal) do
    terminal.log.(:quiet)

    with {:ok, arguments} <- Arguments.parse(words),
         {:ok, results} <- search(arguments) do
      terminal.puts.(text(results, arguments))
      if results.hits == [], do: @nothing, else: @found
    else
      failure -> CommandLine.fail("code.search", failure, terminal)
    end
  end

  defp search(arguments) do
    Database.run(arguments.repo, Keyword.take(arguments.options, [:prefix]), fn database ->
      options = [repo: database.repo] ++ arguments.options

      if arguments.similar,
        do: Search.similar(arguments.query, options),
        else: Search.run(arguments.query, options)
    end)
  end

  defp text(results, %{json: true}), do: [Report.json(results), "\n"]
  defp text(results, _arguments), do: results |> Report.lines() |> Enum.map(&[&1, "\n"])
end

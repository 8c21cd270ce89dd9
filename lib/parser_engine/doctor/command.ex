defmodule ParserEngine.Doctor.Command do
  @moduledoc false
  # `mix code.doctor`, from its words to its exit status.

  alias ParserEngine.{CommandLine, Doctor, Error, Terminal}
  alias ParserEngine.Doctor.{Arguments, Diagnosis, Report}
  alias ParserEngine.Ingest.Database

  @indexed 0
  @not_indexed 1

  @doc "Answers the exit status."
  @spec run([String.t()], Terminal.t()) :: 0..2
  def run(words, terminal) do
    terminal.log.(:quiet)

    with {:ok, arguments} <- Arguments.parse(words),
         {:ok, diagnosis} <- diagnose(arguments, terminal) do
      terminal.puts.(if(arguments.json, do: Report.json(diagnosis), else: Report.text(diagnosis)))
      if Diagnosis.indexed?(diagnosis), do: @indexed, else: @not_indexed
    else
      failure -> CommandLine.fail("code.doctor", failure, terminal)
    end
  end

  defp diagnose(%{database: false} = arguments, _terminal), do: diagnosis(arguments, nil)

  # Without a database the rules still have something to say.
  defp diagnose(arguments, terminal) do
    options = Keyword.take(arguments.config, [:prefix])

    case Database.run(arguments.repo, options, &diagnosis(arguments, &1.repo)) do
      {:ok, diagnosis} ->
        {:ok, diagnosis}

      {:error, reason} ->
        terminal.complain.("code.doctor: #{Error.message(reason)}\n")
        diagnosis(arguments, nil)
    end
  end

  defp diagnosis(arguments, repo) do
    options = [root: arguments.root, repo: repo] ++ arguments.config

    if arguments.retry and repo != nil,
      do: Doctor.retry(arguments.paths, options),
      else: Doctor.diagnose(arguments.paths, options)
  end
end

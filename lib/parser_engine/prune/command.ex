defmodule ParserEngine.Prune.Command do
  @moduledoc false
  # `mix code.prune`, from its words to its exit status.

  alias ParserEngine.{CommandLine, Config, Prune, Terminal}
  alias ParserEngine.Ingest.Database
  alias ParserEngine.Prune.{Arguments, Report}

  # Milliseconds; of a large codebase much is to be deleted.
  @patience 3_600_000

  @doc "Answers the exit status."
  @spec run([String.t()], Terminal.t()) :: 0..2
  def run(words, terminal) do
    with {:ok, arguments} <- Arguments.parse(words),
         {:ok, config} <- config(arguments),
         :ok <- with_database(arguments, config, terminal) do
      0
    else
      failure -> CommandLine.fail("code.prune", failure, terminal)
    end
  end

  # The tables of all codebases are asked, so the name and the root mean nothing.
  defp config(arguments) do
    Config.validate(
      codebase_id: "-",
      root: "/",
      repo: arguments.repo || ParserEngine.Repo,
      prefix: arguments.prefix,
      query_timeout: @patience
    )
  end

  defp with_database(arguments, config, terminal) do
    Database.run(arguments.repo, [pool_size: 2, prefix: config.prefix], fn database ->
      work(arguments, %{config | repo: database.repo}, terminal)
    end)
  end

  defp work(arguments, config, terminal) do
    now = DateTime.utc_now()

    with {:ok, codebases} <- Prune.codebases(config),
         {:ok, chosen} <- choose(arguments.what, codebases, now) do
      terminal.puts.(Report.list(chosen, now))

      if arguments.what == :list or arguments.dry_run,
        do: :ok,
        else: remove(config, chosen, terminal)
    end
  end

  defp choose(:list, codebases, _now), do: {:ok, codebases}
  defp choose({:days, days}, codebases, now), do: {:ok, Prune.unused(codebases, days, now)}

  defp choose({:id, id}, codebases, _now) do
    case Enum.filter(codebases, &(&1.id == id)) do
      [] -> {:error, {:no_codebase, id}}
      found -> {:ok, found}
    end
  end

  defp remove(config, codebases, terminal) do
    Enum.reduce_while(codebases, :ok, fn codebase, :ok ->
      case Prune.remove(config, codebase.id) do
        {:ok, rows} -> {:cont, tell(terminal, codebase, rows)}
        {:error, reason} -> {:halt, {:error, {:codebase, codebase.id, reason}}}
      end
    end)
  end

  defp tell(terminal, codebase, rows) do
    terminal.puts.("removed #{codebase.id}: #{rows} rows\n")
    :ok
  end
end

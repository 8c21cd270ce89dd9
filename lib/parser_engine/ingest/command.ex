defmodule ParserEngine.Ingest.Command do
  @moduledoc false
  # `mix code.ingest`, from its words to its exit status.

  alias ParserEngine.{CommandLine, Config, Error, Ingest, Instances, Store, Telemetry, Terminal}
  alias ParserEngine.Ingest.{Arguments, Database, Look, Progress, Report, Summary}

  @complete 0
  @failed 1

  @doc "Answers the exit status. Comes back from `--watch` only when the watching ends."
  @spec run([String.t()], Terminal.t()) :: 0..2
  def run(words, terminal) do
    case Arguments.parse(words) do
      {:ok, arguments} -> arguments |> ingest(terminal) |> status(terminal)
      failure -> status(failure, terminal)
    end
  end

  defp status({:ok, summary}, _terminal),
    do: if(Summary.complete?(summary), do: @complete, else: @failed)

  defp status({:error, {:invalid_option, _name, _value, _expected} = reason}, terminal),
    do: status({:error, {:usage, Error.message(reason)}}, terminal)

  defp status(failure, terminal), do: CommandLine.fail("code.ingest", failure, terminal)

  defp ingest(arguments, terminal) do
    terminal.log.(if(arguments.verbose, do: :verbose, else: :quiet))
    terminal = if arguments.quiet, do: %{terminal | puts: fn _text -> :ok end}, else: terminal

    # What is wrong with the options is told before anything is started.
    with {:ok, config} <- config(arguments, arguments.repo || ParserEngine.Repo) do
      options = [pool_size: config.concurrency + 2, prefix: config.prefix]

      Database.run(arguments.repo, options, fn database ->
        work(arguments, %{config | repo: database.repo}, database.server, terminal)
      end)
    end
  end

  defp config(arguments, repo),
    do: Instances.config([root: arguments.root, repo: repo] ++ arguments.config)

  defp work(arguments, config, server, terminal) do
    terminal.puts.("Comparing #{config.root} with the tables\n")

    with {:ok, summary} <- ingest(arguments, config, terminal) do
      tell(arguments, config, summary, terminal)
      look(arguments, config, summary, server, terminal)
      if arguments.watch, do: watch(config, terminal), else: {:ok, summary}
    end
  end

  defp ingest(arguments, config, terminal) do
    options =
      arguments
      |> Map.take([:only, :dry_run, :verify, :allow_mass_delete])
      |> Map.to_list()

    if arguments.verbose,
      do: Ingest.run(config, options),
      else: with_progress(terminal, &Ingest.run(config, [progress: &1] ++ options))
  end

  # Steps come one after the other in this process.
  defp with_progress(terminal, run) do
    {:ok, agent} = Agent.start_link(fn -> Progress.new(terminal.columns) end)
    result = run.(&terminal.puts.(Agent.get_and_update(agent, Progress, :step, [&1, now()])))
    terminal.puts.(Agent.get(agent, Progress, :finish, []))
    Agent.stop(agent)
    result
  end

  defp now, do: System.monotonic_time(:millisecond)

  defp tell(%{dry_run: true}, config, summary, terminal),
    do: terminal.puts.(Report.dry_run(summary, config))

  defp tell(%{quiet: true}, _config, summary, terminal),
    do: terminal.complain.(Report.failures(summary))

  defp tell(_arguments, config, summary, terminal) do
    counts =
      for table <- config.tables, {:ok, rows} <- [Store.counts(config, table)], do: {table, rows}

    terminal.puts.(Report.summary(summary, config, counts))
  end

  defp look(_arguments, _config, _summary, nil, _terminal), do: :ok
  defp look(%{dry_run: true}, _config, _summary, _server, _terminal), do: :ok

  defp look(arguments, config, summary, server, terminal) do
    stays? = arguments.watch or not server.started?
    terminal.puts.("\nTo look: #{Look.psql(server, stays?)}\n")
    unless Summary.nothing_new?(summary), do: show_queries(config, terminal)
  end

  defp show_queries(config, terminal) do
    for {shows, sql} <- Look.queries(config), do: terminal.puts.(["\n-- ", shows, "\n", sql])
  end

  defp watch(config, terminal) do
    tell_events(config, terminal)
    terminal.puts.("\nWatching #{config.root}, until interrupted\n")
    options = config |> Map.from_struct() |> Map.to_list()
    {:ok, supervisor} = Supervisor.start_link([], strategy: :one_for_one)

    case Supervisor.start_child(supervisor, {ParserEngine, options}) do
      {:ok, _instance} -> until_down(Process.monitor(supervisor))
      {:error, reason} -> {:error, cause(reason)}
    end
  end

  defp until_down(monitor) do
    receive do
      {:DOWN, ^monitor, :process, _pid, reason} -> {:error, {:watcher_stopped, reason}}
    end
  end

  defp cause({:shutdown, {:failed_to_start_child, _id, reason}}), do: cause(reason)
  defp cause(%Error{reason: reason}), do: reason
  defp cause(other), do: other

  @told [[:parser_engine, :sync, :stop], [:parser_engine, :watcher, :lease]]

  defp tell_events(%Config{codebase_id: codebase_id}, terminal) do
    Telemetry.attach(__MODULE__, @told, fn [_, _, event], measured, metadata ->
      if metadata.codebase_id == codebase_id, do: tell_event(event, measured, metadata, terminal)
    end)
  end

  defp tell_event(:stop, measured, sync, terminal) do
    milliseconds = System.convert_time_unit(measured.duration, :native, :millisecond)
    for outcome <- sync.outcomes, do: terminal.puts.(Report.outcome(outcome, milliseconds))
  end

  defp tell_event(:lease, _measured, %{role: role, holder: holder}, terminal),
    do: terminal.puts.(Report.lease(role, holder))
end

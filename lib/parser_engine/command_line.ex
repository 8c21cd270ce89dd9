defmodule ParserEngine.CommandLine do
  @moduledoc false
  # The words after a Mix task, told apart strictly: what is not known is an error that names the
  # nearest thing that is.

  alias ParserEngine.{Error, Terminal}

  @failed 1
  @wrong_usage 2

  @type failure :: {:error, {:usage, String.t()}}

  @help ["--help", "-h"]

  @type command :: ([String.t()], Terminal.t() -> non_neg_integer())

  @doc """
  Runs a Mix task's command and ends as it says: 0 is success, anything else the exit status. The
  words `--help` and `-h` ask how the task is used.
  """
  @spec run_task(module(), [String.t()], Terminal.t(), command()) :: :ok
  def run_task(task, words, terminal, command) do
    if Enum.any?(words, &(&1 in @help)),
      do: tell_usage(task, terminal),
      else: words |> run_command(terminal, command) |> finish()
  end

  defp tell_usage(task, terminal) do
    terminal.puts.(["mix ", Mix.Task.task_name(task), "\n\n", Mix.Task.moduledoc(task)])
    :ok
  end

  defp run_command(words, terminal, command) do
    {:ok, _started} = Application.ensure_all_started(:parser_engine)
    command.(words, terminal)
  end

  defp finish(0), do: :ok
  defp finish(status), do: exit({:shutdown, status})

  @doc "Tells why a task could not do its work, and answers the exit status."
  @spec fail(String.t(), {:error, Error.reason()}, Terminal.t()) :: 1..2
  def fail(task, {:error, {:usage, text}}, terminal) do
    terminal.complain.("#{task}: #{text} (see: mix help #{task})\n")
    @wrong_usage
  end

  def fail(task, {:error, {:path, path, reason}}, terminal) do
    terminal.complain.("#{task}: #{path}: #{Error.message(reason)}\n")
    @failed
  end

  def fail(task, {:error, reason}, terminal) do
    terminal.complain.("#{task}: #{Error.message(reason)}\n")
    @failed
  end

  @doc "The switches, and the other words if no more than `most`."
  @spec parse([String.t()], keyword(atom()), keyword(atom()), non_neg_integer() | :infinity) ::
          {:ok, keyword(), [String.t()]} | failure()
  def parse(words, switches, aliases, most \\ 0) do
    case OptionParser.parse(words, strict: switches, aliases: aliases) do
      {found, others, []} when length(others) <= most -> {:ok, found, others}
      {_found, others, []} -> usage(surplus(Enum.at(others, most), most))
      {_found, _others, [{name, nil} | _]} -> usage(refused(name, switches))
      {_found, _others, [{name, value} | _]} -> usage("#{name} cannot be #{inspect(value)}")
    end
  end

  @doc "An error that says how the command is used."
  @spec usage(String.t()) :: failure()
  def usage(text), do: {:error, {:usage, text}}

  @doc """
  A hint at what may have been meant, or nothing.

      iex> ParserEngine.CommandLine.did_you_mean("--formt", ["--format", "--sort"])
      ", did you mean --format?"

      iex> ParserEngine.CommandLine.did_you_mean("--x", ["--format", "--sort"])
      ""
  """
  @spec did_you_mean(String.t(), [String.t()]) :: String.t()
  def did_you_mean(word, known) do
    {similarity, nearest} = known |> Enum.map(&{String.jaro_distance(&1, word), &1}) |> Enum.max()
    if similarity > 0.8, do: ", did you mean #{nearest}?", else: ""
  end

  defp surplus(word, 0), do: "#{inspect(word)} is not an option"
  defp surplus(word, most), do: "#{inspect(word)} is one too many: at most #{most} path"

  defp refused(name, switches) do
    known = for {switch, _type} <- switches, do: option(switch)

    if name in known,
      do: "#{name} needs a value",
      else: "unknown option #{name}" <> did_you_mean(name, known)
  end

  defp option(switch), do: "--" <> String.replace(to_string(switch), "_", "-")
end

defmodule ParserEngine.CommandLine do
  @moduledoc false
  # The words after a Mix task, told apart strictly: what is not known is an error that names the
  # nearest thing that is.

  alias ParserEngine.{Error, Terminal}

  @failed 1
  @wrong_usage 2

  @type failure :: {:error, {:usage, String.t()}}

  @doc "Ends a Mix task as its command says: 0 is success, anything else its exit status."
  @spec run_task((() -> non_neg_integer())) :: :ok
  def run_task(command) do
    {:ok, _started} = Application.ensure_all_started(:parser_engine)

    case command.() do
      0 -> :ok
      status -> exit({:shutdown, status})
    end
  end

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
  @spec parse([String.t()], keyword(atom()), keyword(atom()), non_neg_integer()) ::
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

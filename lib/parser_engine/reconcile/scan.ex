defmodule ParserEngine.Reconcile.Scan do
  @moduledoc false
  # The files of a codebase, as the rules have it, and where it could not be looked.

  alias ParserEngine.{Analyzer, Config, Error, Fallback, Native}

  @typedoc "Each error is a path, relative to the root, and the reason in words."
  @type report :: %{
          accepted: non_neg_integer(),
          skipped: [{String.t(), pos_integer()}],
          errors: [{String.t(), String.t()}]
        }
  @type entry :: {String.t(), Analyzer.stat()}

  @patience 120_000

  # The scan ends with the process that asked for it. A root that cannot be read has no files.
  @doc "Whether there is any file of the codebase."
  @spec any_file?(Config.t()) :: boolean()
  def any_file?(config) do
    task = Task.async(fn -> first_file?(config) end)
    Task.await(task, :infinity)
  end

  defp first_file?(config) do
    reference = make_ref()

    case Native.scan(reference, config.root, Config.filter(config), nil) do
      :ok -> first_answer?(reference)
      {:error, :nif_not_loaded} -> match?({:ok, [_ | _], _report}, Fallback.scan(config))
      {:error, _reason} -> false
    end
  end

  defp first_answer?(reference) do
    receive do
      {^reference, {:entries, []}} -> first_answer?(reference)
      {^reference, {:entries, _some}} -> true
      {^reference, _ended} -> false
    after
      @patience -> false
    end
  end

  @doc "The files of the codebase at a path and below it, by default all."
  @spec run(Config.t(), String.t()) :: {:ok, [entry()], report()} | {:error, Error.reason()}
  def run(config, scope \\ "") do
    reference = make_ref()
    below = if scope != "", do: scope

    scanned =
      case Native.scan(reference, config.root, Config.filter(config), below) do
        :ok -> collect(reference, [])
        {:error, :nif_not_loaded} -> Fallback.scan(config, scope)
        {:error, reason} -> {:error, reason}
      end

    with {:ok, _entries, report} <- scanned, :ok <- readable(report), do: scanned
  end

  defp collect(reference, batches) do
    receive do
      {^reference, {:entries, entries}} -> collect(reference, [entries | batches])
      {^reference, {:done, report}} -> {:ok, Enum.concat(batches), report}
      {^reference, {:error, reason}} -> {:error, reason}
    after
      @patience -> {:error, :timeout}
    end
  end

  # An unreadable root says nothing about its files.
  defp readable(%{errors: errors}) do
    case List.keyfind(errors, "", 0) do
      nil -> :ok
      {"", text} -> {:error, {:io, text}}
    end
  end

  @doc "A scan could not look where something is not mounted any more."
  @spec blind(report(), unmounted :: [String.t()]) :: report()
  def blind(report, unmounted) do
    errors = for at <- unmounted, do: {at, Error.message(:unmounted)}
    %{report | errors: report.errors ++ errors}
  end

  @doc "Whether a path lies where a scan could not look: that says nothing about its file."
  @spec out_of_sight?(String.t(), report()) :: boolean()
  def out_of_sight?(path, report),
    do: Enum.any?(report.errors, fn {at, _words} -> below?(path, at) end)

  @doc "Whether a path is another or lies below it."
  @spec below?(String.t(), String.t()) :: boolean()
  def below?(path, at), do: path == at or String.starts_with?(path, at <> "/")
end

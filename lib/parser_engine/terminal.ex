defmodule ParserEngine.Terminal do
  @moduledoc false
  # Where a command's words go: functions, so that a test can take them.

  @enforce_keys [:puts, :complain, :log]
  defstruct @enforce_keys ++ [columns: nil]

  @broken_pipe 141

  @typedoc "`columns` is the width of a terminal, `nil` where output goes elsewhere."
  @type t :: %__MODULE__{
          puts: (iodata() -> term()),
          complain: (iodata() -> term()),
          log: (:quiet | :verbose -> term()),
          columns: pos_integer() | nil
        }

  @doc "Standard output and standard error."
  @spec standard() :: t()
  def standard do
    %__MODULE__{
      puts: &write/1,
      complain: &IO.write(:stderr, &1),
      log: &log/1,
      columns: columns()
    }
  end

  # Whoever read has seen enough (`| head`): ends as other programs do, which die of SIGPIPE.
  defp write(text) do
    IO.write(text)
  rescue
    error in ErlangError ->
      if error.original == :terminated,
        do: exit({:shutdown, @broken_pipe}),
        else: reraise(error, __STACKTRACE__)
  end

  defp columns do
    case :io.columns() do
      {:ok, columns} -> columns
      {:error, _no_terminal} -> nil
    end
  end

  # The command tells the outcome of each file itself.
  defp log(:quiet) do
    Logger.configure(level: :warning)
    :logger.set_module_level(ParserEngine.Sync.Report, :none)
  end

  defp log(:verbose), do: Logger.configure(level: :debug)
end

defmodule ParserEngine.Rules do
  @moduledoc false
  # What paths are to a codebase, and which rule says so. The native side decides, by the same code
  # that scans and watches.

  alias ParserEngine.{Config, Error, Native}
  alias ParserEngine.Native.Answer

  @typedoc """
  `:enoent` is nothing there, `{:io, words}` cannot be looked at. `at` is what is left out: the
  path or a directory above it; `rule` the pattern that decided, with the ignore file and the line
  where it is written there.
  """
  @type standing :: :file | :directory | :enoent | {:excluded, exclusion()} | {:io, String.t()}
  @type exclusion :: %{
          skip: String.t(),
          at: String.t(),
          kind: String.t() | nil,
          rule: rule() | nil
        }
  @type rule :: %{pattern: String.t(), file: Path.t() | nil, line: pos_integer() | nil}

  @patience 60_000

  @doc "What each path, relative to the root, is; the empty path is the root."
  @spec explain(Config.t(), [String.t()]) :: {:ok, [standing()]} | {:error, Error.reason()}
  def explain(config, paths) do
    ask(&Native.explain(&1, config.root, Config.filter(config), paths))
  end

  @doc """
  Those of the paths that the rules leave out, with the reason: in the words of a scan's report. What
  a path is on the disk, and whether it is there, is not asked.
  """
  @spec hidden(Config.t(), [String.t()]) ::
          {:ok, %{String.t() => String.t()}} | {:error, Error.reason()}
  def hidden(config, paths) do
    with {:ok, reasons} <- ask(&Native.hidden(&1, config.root, Config.filter(config), paths)),
         do:
           {:ok,
            for(
              {path, <<_, _::binary>> = why} <- Enum.zip(paths, reasons),
              into: %{},
              do: {path, why}
            )}
  end

  defp ask(call), do: Answer.wait(call, @patience)
end

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
    Answer.wait(&Native.explain(&1, config.root, Config.filter(config), paths), @patience)
  end

  @doc """
  The rules for the requests of one sync (`ParserEngine.Analyzer`), which are read when the first of
  them is looked at.
  """
  @spec lazy(Config.t()) :: {:ok, reference()} | {:error, Error.reason()}
  def lazy(config), do: Native.rules(config.root, Config.filter(config))
end

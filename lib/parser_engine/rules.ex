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
  What leaves files out as soon as the first is looked at, for `ParserEngine.Analyzer.rows/4`. What
  a path is on the disk, and whether it is there, is no rule.
  """
  @spec now(Config.t()) :: {:ok, reference()} | {:error, Error.reason()}
  def now(config), do: Native.rules(config.root, Config.filter(config))
end

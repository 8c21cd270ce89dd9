defmodule ParserEngine.Rules do
  @moduledoc false
  # What paths are to a codebase, and which rule says so. The native side decides, by the same code
  # that scans and watches.

  alias ParserEngine.{Config, Error, Native}

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
    reference = make_ref()

    with :ok <- Native.explain(reference, config.root, Config.filter(config), paths) do
      receive do
        {^reference, answer} -> answer
      after
        @patience -> {:error, :timeout}
      end
    end
  end
end

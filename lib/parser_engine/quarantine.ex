defmodule ParserEngine.Quarantine do
  @moduledoc """
  Contents that ended a VM while they were parsed.

  The grammars are C, and a crash in C ends the whole VM. Each content is written into a journal
  before it is parsed (`:state_dir` of `ParserEngine.Config`), so that after a crash it is known
  which one it was. That content is not parsed again, in whatever file it stands: its rows have the
  text, and the parse status `quarantined`. It is over when the content changes, when the version
  of the analysis does, or by `retry/2`.

  A VM that was killed is another matter. What it was parsing is parsed once more, with nothing
  else beside it, and only if that ends the VM again is it quarantined.

  All codebases of a user share the folder by default: what ends a VM does so in each of them.
  """

  alias ParserEngine.{Config, Error, Native, Store, Sync}
  alias ParserEngine.Native.Answer

  require Logger

  @typedoc """
  `reason` is `"sigabrt"`, `"sigsegv"`, `"sigbus"`, `"sigill"` or `"sigfpe"` for a crash,
  `"killed_twice"` for a content that two VMs in a row did not survive, and `"suspect"` for one
  that is going to be parsed once more. `path` is where it was seen, below whichever root.
  """
  @type entry :: %{
          hash: String.t(),
          language: String.t(),
          analysis_version: String.t(),
          path: String.t(),
          reason: String.t()
        }

  @doc "All entries."
  @spec entries(Config.t()) :: {:ok, [entry()]} | {:error, Error.reason()}
  def entries(config) do
    with {:ok, entries} <- Answer.fetch(&Native.quarantine(&1, config.state_dir)),
         do: {:ok, Enum.map(entries, &entry/1)}
  end

  defp entry({hash, language, analysis_version, path, reason}) do
    %{
      hash: hash,
      language: language,
      analysis_version: analysis_version,
      path: path,
      reason: reason
    }
  end

  @doc """
  Lets the contents with this hash (as in the tables, `"blake3:…"`) be parsed once more, and says
  how many were in quarantine. Their rows are written when their paths are synced the next time.
  """
  @spec release(Config.t(), String.t()) :: {:ok, non_neg_integer()} | {:error, Error.reason()}
  def release(config, hash),
    do: Answer.fetch(&Native.release_quarantine(&1, config.state_dir, hash))

  @doc "Releases the content that a path has in the tables, and syncs the path."
  @spec retry(Config.t(), String.t()) :: Sync.result()
  def retry(config, path) do
    with {:ok, stored} <- Store.stored(config, hd(config.tables), [path]),
         :ok <- release_stored(config, stored[path]),
         do: Sync.path(config, path).result
  end

  defp release_stored(_config, nil), do: :ok

  defp release_stored(config, %{hash: hash}),
    do: with({:ok, _count} <- release(config, hash), do: :ok)

  @doc false
  # Once for each folder that cannot be used.
  @spec warn_without_journal(Config.t()) :: :ok
  def warn_without_journal(config) do
    case Native.take_journal_failure(config.state_dir) do
      words when is_binary(words) ->
        Logger.warning(
          "parser_engine: no crash journal in #{config.state_dir} (#{words}): a file that ends " <>
            "the VM will be tried again. Name another folder with the option :state_dir"
        )

      _none_or_no_nif ->
        :ok
    end
  end
end

defmodule ParserEngine.Store.Entry do
  @moduledoc false
  # What a table knows of a path: its row, or why it has none.

  alias ParserEngine.{Analyzer, Config, Error}
  alias ParserEngine.Store.Refusal

  @enforce_keys [:hash, :analysis_version, :size, :mtime_ns, :ctime_ns, :inode, :racy]
  defstruct @enforce_keys ++ [:root, :parse_status, :parse_timeout, :refusal]

  @typedoc """
  `racy`: the file may have been changed after it was read without its times telling. A row of an
  earlier version of the tables has no `ctime_ns`. `refusal` is the reason where there is no row,
  which then has no `root` either. `parse_timeout` is the time in ms that was not enough for the
  parse, where that is its status.
  """
  @type t :: %__MODULE__{
          root: String.t() | nil,
          hash: String.t(),
          analysis_version: String.t(),
          size: non_neg_integer(),
          mtime_ns: integer(),
          ctime_ns: integer() | nil,
          inode: integer(),
          racy: boolean(),
          parse_status: String.t() | nil,
          parse_timeout: non_neg_integer() | nil,
          refusal: Error.reason() | nil
        }

  @doc "From what `Store.Statement` selects of a row or a refusal: the path and its entry."
  @spec of_row([term()]) :: {String.t(), t()}
  def of_row([
        _table,
        path,
        root,
        hash,
        version,
        size,
        mtime,
        ctime,
        inode,
        racy,
        status,
        timeout | rest
      ]) do
    {path,
     %__MODULE__{
       root: root,
       hash: hash,
       analysis_version: version,
       size: size,
       mtime_ns: mtime,
       ctime_ns: ctime,
       inode: inode,
       racy: racy,
       parse_status: status,
       parse_timeout: timeout,
       refusal: refusal(rest)
     }}
  end

  @doc "What is known of a row that was written a moment ago."
  @spec of_reading(String.t(), Analyzer.stat(), version :: String.t()) :: t()
  def of_reading(hash, stat, version) do
    told = %{hash: hash, analysis_version: version, racy: true}
    struct!(__MODULE__, Map.merge(Map.take(stat, [:size, :mtime_ns, :ctime_ns, :inode]), told))
  end

  defp refusal([nil, nil]), do: nil
  defp refusal([reason, detail]), do: Refusal.reason(reason, detail)

  @doc "Whether the content that it tells of would be analysed as it was then."
  @spec analysed?(t(), version :: String.t(), Config.t()) :: boolean()
  def analysed?(entry, version, config),
    do: entry.analysis_version == version and not outgrown?(entry, config)

  # A limit that held the analysis back then does so no more.
  defp outgrown?(%{parse_status: "too_large", size: size}, config),
    do: size <= config.max_file_bytes

  defp outgrown?(%{parse_status: "timeout", parse_timeout: timeout}, config),
    do: timeout == nil or timeout < config.parse_timeout

  defp outgrown?(_entry, _config), do: false
end

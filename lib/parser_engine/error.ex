defmodule ParserEngine.Error do
  @moduledoc """
  Reasons are values; this module makes the sentence when one is shown.

      iex> ParserEngine.Error.message({:too_large, 3_000_000, 2_000_000})
      "the file has 3000000 bytes, more than the limit of 2000000"

      iex> ParserEngine.Error.message({:unknown_option, :debounse, :debounce})
      "unknown option :debounse, did you mean :debounce?"
  """

  defexception [:reason]

  @typedoc "Why something could not be done."
  @type reason ::
          :enoent
          | :eacces
          | :binary
          | :changing
          | :lost
          | :gone
          | :emptied
          | :timeout
          | :nif_not_loaded
          | :no_repo
          | :no_codebase_id
          | :no_module
          | :both_failed
          | :root_emptied
          | :root_missing
          | :root_replaced
          | :unmounted
          | :outside_root
          | :not_utf8
          | :not_a_directory
          | :not_watching
          | {:standby, String.t()}
          | {:busy, non_neg_integer()}
          | {:not_regular, atom()}
          | {:excluded, String.t()}
          | {:too_large, non_neg_integer(), pos_integer()}
          | {:unsupported_language, String.t()}
          | {:database, String.t(), String.t()}
          | {:database_unavailable, String.t()}
          | {:not_migrated, String.t(), non_neg_integer()}
          | {:no_codebase, String.t()}
          | {:not_ingested, String.t()}
          | {:codebase, String.t(), term()}
          | {:in_use, String.t()}
          | {:unknown_option, atom(), atom()}
          | {:missing_option, atom()}
          | {:invalid_option, atom(), term(), String.t()}
          | {:invalid_pattern, String.t(), String.t()}
          | :unknown_report_format
          | {:bad_report, atom(), String.t(), non_neg_integer()}
          | {:report, Path.t(), term()}
          | {:no_file_matched, pos_integer(), String.t()}
          | {:embedder_busy, non_neg_integer()}
          | {:embedder_unreachable, String.t()}
          | {:embedder_denied, non_neg_integer(), String.t()}
          | {:embedder_refused, non_neg_integer(), String.t()}
          | {:embedder_answer, String.t()}
          | {:other_embedder, String.t(), String.t()}
          | :no_postgresql
          | {:foreign_folder, Path.t()}
          | {:start, String.t()}
          | {:command, String.t(), String.t()}
          | {:io, String.t()}
          | :no_vector
          | {:nothing_named, String.t()}
          | {:too_many_dimensions, pos_integer(), pos_integer()}
          | {:limit, String.t()}
          | {:watcher_stopped, term()}
          | {:panic, String.t()}
          | term()

  @impl true
  def exception(reason), do: %__MODULE__{reason: reason}

  @doc "The sentence for a reason, or for an exception that holds one."
  @impl true
  @spec message(reason() | Exception.t()) :: String.t()
  def message(%__MODULE__{reason: reason}), do: message(reason)
  def message(:enoent), do: "there is no such file or directory"
  def message(:eacces), do: "the file may not be read: permission denied"
  def message(:binary), do: "the file is binary"
  def message(:changing), do: "the file was written while it was read"
  def message(:lost), do: "its row was taken away, or written anew, while the file was read"
  def message(:gone), do: "the file is gone; it is looked for once more"
  def message(:emptied), do: "the file has been emptied; it is looked at once more"
  def message(:timeout), do: "the analysis took too long"

  def message(:root_emptied),
    do:
      "the tree holds no source file any more: its rows are kept; to delete them, say so: " <>
        "mix code.ingest --allow-mass-delete"

  def message(:root_replaced),
    do:
      "another directory is at the root than the tables tell of: rows are kept until a comparison " <>
        "has looked at it"

  def message(:unmounted),
    do:
      "what was mounted here is not mounted any more: its rows are kept; to delete them, say so: " <>
        "mix code.ingest --allow-mass-delete"

  def message(:root_missing), do: "the root is not there: its rows are kept"
  def message(:outside_root), do: "the path leads out of the root"
  def message(:not_utf8), do: "the path is not UTF-8"
  def message(:not_a_directory), do: "the root is not a directory"
  def message(:not_watching), do: "no watcher is running for this codebase"

  def message({:standby, leader}),
    do: "another instance keeps the tables of this codebase: #{leader}"

  def message({:nothing_named, text}),
    do: "no definition has the name #{inspect(text)}, and no file the path"

  def message({:too_many_dimensions, dimensions, room}) do
    "the embedder's vectors have #{dimensions} numbers, the column of files has room for #{room}: " <>
      "migrate with dimensions: #{dimensions}"
  end

  def message(:no_module), do: "there is no such module, or its source is not known"

  def message(:no_codebase_id),
    do: "no codebase_id was given, and no instance is running, or several are"

  def message(:both_failed), do: "neither table could be written"

  def message(:nif_not_loaded),
    do: "the NIF is not loaded: build it with cargo build --release, or mix compile"

  def message(:no_repo),
    do: "no repo was given, none is configured, and no instance is running for this codebase"

  def message({:busy, age}), do: "the file is busy (written #{age} ms ago)"
  def message({:excluded, why}), do: "the rules leave the file out: #{why}"
  def message({:not_regular, :other}), do: "not a regular file"
  def message({:not_regular, kind}), do: "not a regular file but a #{kind}"

  def message({:too_large, bytes, limit}),
    do: "the file has #{bytes} bytes, more than the limit of #{limit}"

  def message({:unsupported_language, ""}),
    do: "no language is known for a file without extension"

  def message({:unsupported_language, extension}),
    do: "no language is known for .#{extension} files"

  def message({:database, code, text}), do: "PostgreSQL refused (#{code}): #{text}"
  def message({:database_unavailable, text}), do: "PostgreSQL cannot be reached: #{text}"

  def message({:not_migrated, prefix, version}),
    do:
      "the tables in schema #{prefix} are at version #{version}: run ParserEngine.Migration.up " <>
        "in a migration, or ParserEngine.Migration.run(repo)"

  def message({:no_codebase, id}), do: "the tables have no codebase #{inspect(id)}"

  def message({:not_ingested, id}),
    do:
      "the tables have no file of codebase #{inspect(id)}: mix code.ingest puts it there, " <>
        "mix code.prune lists those that are there"

  def message({:codebase, id, reason}), do: "codebase #{inspect(id)}: #{message(reason)}"
  def message({:in_use, holder}), do: "it is kept true by #{holder}: stop that instance first"

  def message({:unknown_option, name, nearest}),
    do: "unknown option #{inspect(name)}, did you mean #{inspect(nearest)}?"

  def message({:missing_option, name}), do: "option #{inspect(name)} is missing"

  def message({:invalid_option, name, value, expected}),
    do: "option #{inspect(name)} is #{inspect(value)}, but must be #{expected}"

  def message(:unknown_report_format),
    do: "this is no coverage report of a known format: LCOV, Cobertura, a Go profile, coverdata"

  def message({:bad_report, format, why, 0}), do: "it cannot be read as #{format}: #{why}"

  def message({:bad_report, format, why, line}),
    do: "it cannot be read as #{format}: line #{line}: #{why}"

  def message({:report, path, reason}), do: "report #{path}: #{message(reason)}"

  def message({:no_file_matched, count, first}),
    do:
      "none of the #{count} files in the reports is in the tables (the first: #{first}): nothing " <>
        "was changed; --strip and --source-root say where the files of a report lie"

  def message(:no_vector), do: "it has no meaning that a vector could have"
  def message({:embedder_busy, 0}), do: "the embedder is busy"
  def message({:embedder_busy, wait}), do: "the embedder is busy, and asks to wait #{wait} ms"
  def message({:embedder_unreachable, text}), do: "the embedder cannot be reached: #{text}"

  def message({:embedder_denied, status, text}),
    do: "the embedder takes no such requests, see its options (#{status}): #{text}"

  def message({:embedder_refused, status, text}),
    do: "the embedder does not take this text (#{status}): #{text}"

  def message({:embedder_answer, text}), do: "the embedder did not answer with vectors: #{text}"

  def message({:other_embedder, stored, asked}),
    do: "the vectors in the tables are those of #{stored}, and the option embedder means #{asked}"

  def message(:no_postgresql),
    do:
      "no PostgreSQL was found for a private server: install it, name its folder of programs in " <>
        "PARSER_ENGINE_PG_BIN, or give a repo"

  def message({:foreign_folder, path}),
    do: "#{path} was not made by parser_engine and is left alone"

  def message({:start, log}), do: "the private PostgreSQL does not start:\n#{log}"
  def message({:command, program, output}), do: "#{program} failed: #{output}"

  def message({:invalid_pattern, pattern, text}), do: "ignore pattern #{pattern}: #{text}"
  def message({:io, text}), do: "input or output failed: #{text}"
  def message({:limit, text}), do: text

  def message({:watcher_stopped, reason}),
    do: "the watcher stopped: #{Exception.format_exit(reason)}"

  def message({:panic, text}), do: "the analysis broke off (a bug): #{text}"
  def message(atom) when is_atom(atom), do: posix(:file.format_error(atom), atom)
  def message(other), do: inspect(other)

  defp posix('unknown POSIX error' ++ _, atom), do: inspect(atom)
  defp posix(text, _atom), do: to_string(text)
end

defmodule ParserEngine.Doctor.Judgement do
  @moduledoc false
  # From what is known of a path to the reason. Values in, values out.

  alias ParserEngine.{Config, Error, Reconcile, Rules}
  alias ParserEngine.Doctor.{Finding, Reason}
  alias ParserEngine.Store.Entry

  @typedoc "What each table knows of a path: a row, a refusal, or nothing."
  @type entries :: %{Config.table() => Entry.t() | nil}

  @typedoc "The hash of what is in the file, text or binary, or why it could not be read."
  @type reading :: {:ok | :binary, hash :: String.t()} | {:error, Error.reason()}

  @by_text Map.new(Reason.all(), &{to_string(&1.name), &1.name})

  # How far a row with such a status goes.
  @statuses @by_text
            |> Map.take(
              ~w(partial too_large too_deep long_lines timeout memory_limit quarantined)
            )
            |> Map.put("ok", :indexed)

  @doc "The reason of the native side's name for it."
  @spec reason(String.t()) :: Reason.name()
  def reason(skip), do: Map.fetch!(@by_text, skip)

  @doc "A path that is no part of the codebase."
  @spec of_absent(Config.t(), String.t(), Rules.standing()) :: Finding.t()
  def of_absent(_config, path, :enoent), do: Finding.new(path, :missing)
  def of_absent(_config, path, {:io, words}), do: Finding.new(path, :unreadable, words)

  def of_absent(config, path, {:excluded, exclusion}),
    do: Finding.new(path, reason(exclusion.skip), excluded(config, path, exclusion))

  defp excluded(config, path, exclusion) do
    place = if exclusion.at != path, do: "#{exclusion.at}/"
    parts = [place, exclusion.kind, exclusion.rule && rule(exclusion.rule, config)]

    case Enum.reject(parts, &is_nil/1) do
      [] -> nil
      told -> Enum.join(told, ", ")
    end
  end

  defp rule(%{file: nil, pattern: pattern}, _config), do: "pattern #{pattern}"

  defp rule(%{file: file, line: nil, pattern: pattern}, config),
    do: "pattern #{pattern} in #{Path.relative_to(file, config.root)}"

  defp rule(rule, config),
    do:
      "pattern #{rule.pattern} in line #{rule.line} of #{Path.relative_to(rule.file, config.root)}"

  @doc "The content that all tables know, if it is one."
  @spec known_hash(entries()) :: String.t() | nil
  def known_hash(entries) do
    case entries |> Map.values() |> Enum.map(&(&1 && &1.hash)) |> Enum.uniq() do
      [hash] -> hash
      _several -> nil
    end
  end

  @doc "A file that belongs to the codebase."
  @spec of_file(Config.t(), Reconcile.entry(), entries(), reading(), version :: String.t()) ::
          Finding.t()
  def of_file(config, file, entries, reading, version) do
    path = elem(file, 0)

    case reading do
      {:ok, hash} -> told(path, entries, changes(config, file, entries, hash, version))
      {:binary, _hash} -> binary(path, rows(entries))
      {:error, reason} -> unread(path, reason, rows(entries))
    end
  end

  defp binary(path, []), do: Finding.new(path, :binary)
  defp binary(path, _rows), do: Finding.new(path, :stale, Error.message(:binary))

  defp unread(path, :enoent, _rows), do: Finding.new(path, :missing)
  defp unread(path, :eacces, _rows), do: Finding.new(path, :unreadable, Error.message(:eacces))
  defp unread(path, {:io, words}, _rows), do: Finding.new(path, :unreadable, words)

  defp unread(path, {:unsupported_language, _extension} = reason, _rows),
    do: Finding.new(path, :unsupported_extension, Error.message(reason))

  defp unread(path, reason, []), do: Finding.new(path, :no_row, Error.message(reason))
  defp unread(path, reason, _rows), do: Finding.new(path, :stale, Error.message(reason))

  defp rows(entries), do: for({table, %{refusal: nil} = entry} <- entries, do: {table, entry})

  # [{table, [what differs]}] of those tables that know an other file than there is.
  defp changes(config, file, entries, hash, version) do
    for {table, %Entry{} = entry} <- entries,
        differences = content(file, entry, hash) ++ outdated(config, entry, version),
        differences != [],
        do: {table, differences}
  end

  # Size, time and inode are told of a file that is another; they alone make it none.
  defp content(_file, %{hash: hash}, hash), do: []
  defp content(file, entry, _hash), do: moved(file, entry) ++ ["content"]

  defp moved({_path, stat}, entry) do
    for {what, stored, found} <- [
          {"size", entry.size, stat.size},
          {"time", entry.mtime_ns, stat.mtime_ns},
          {"inode", entry.inode, stat.inode}
        ],
        stored != found,
        do: if(what == "size", do: "size #{stored}, now #{found}", else: what)
  end

  defp outdated(config, entry, version) do
    cond do
      entry.refusal == nil and entry.root != config.root -> ["root #{entry.root}"]
      entry.analysis_version != version -> ["analysis #{entry.analysis_version}"]
      not Entry.analysed?(entry, version, config) -> ["a limit that was raised"]
      true -> []
    end
  end

  defp told(path, entries, changes) do
    lacking = for {table, nil} <- entries, do: table
    refused = for {table, %{refusal: reason}} when reason != nil <- entries, do: {table, reason}

    cond do
      lacking == Map.keys(entries) -> Finding.new(path, :no_row)
      changes != [] -> Finding.new(path, :stale, told_changes(changes))
      refused != [] -> refused(path, refused)
      lacking != [] -> Finding.new(path, :one_table, "not in #{Enum.join(lacking, ", ")}")
      true -> of_status(path, Map.values(entries))
    end
  end

  defp refused(path, refused) do
    if Enum.all?(refused, fn {_table, reason} -> reason == :binary end),
      do: Finding.new(path, :binary),
      else: Finding.new(path, :refused, told_refusals(refused))
  end

  defp told_refusals(refused),
    do:
      Enum.map_join(refused, "; ", fn {table, reason} -> "#{table}: #{Error.message(reason)}" end)

  # Mostly both tables say the same.
  defp told_changes(changes) do
    changes
    |> Enum.group_by(fn {_table, words} -> words end, fn {table, _words} -> table end)
    |> Enum.map_join("; ", fn {words, tables} ->
      "#{Enum.join(tables, " and ")}: #{Enum.join(words, ", ")}"
    end)
  end

  # Both rows come from one reading, so the first status is as good as the other.
  defp of_status(path, [%{parse_status: status} | _]) do
    case @statuses do
      %{^status => reason} -> Finding.new(path, reason)
      %{} -> Finding.new(path, :stale, "parse status #{status}")
    end
  end
end

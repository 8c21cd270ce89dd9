defmodule ParserEngine.Sync.Writer do
  @moduledoc false
  # What was seen of some files, written into the tables.

  alias ParserEngine.{Analyzer, Config, Error, Store}
  alias ParserEngine.Store.{Failure, Lookup}
  alias ParserEngine.Sync.Rename

  @typedoc """
  What was seen of a file that is there: its rows with what was read, a content that all tables
  know, or what has no text. A row may be lacking for a reason of its own.
  """
  @type seen ::
          {:rows, %{Config.table() => {:ok, String.t()} | {:error, Error.reason()}}, reading()}
          | {:unchanged, Analyzer.stat()}
          | {:binary, reading()}
  @type reading :: %{hash: String.t(), stat: Analyzer.stat()}
  @type pace :: :quick | :steady
  @type fate :: :ok | {:error, Error.reason()}

  @doc "Whether something is written for what was seen: the file is there."
  @spec writes?(seen() | term()) :: boolean()
  def writes?(seen), do: elem(seen, 0) in [:rows, :unchanged, :binary]

  @doc "What was seen, in a word, and what was read, without the rows."
  @spec noted(seen()) :: {:changed | :unchanged | :binary, reading() | Analyzer.stat()}
  def noted({:rows, _rows, reading}), do: {:changed, reading}
  def noted({kind, reading}), do: {kind, reading}

  @doc """
  Each path's fate in each of the codebase's tables. A file that is refused has its reason for fate;
  `:lost` is that of a file whose row, known a moment ago, was taken away or tells another content
  now. `:quick` takes a connection for each table.
  """
  @spec write(Config.t(), pos_integer(), [{String.t(), seen()}], Lookup.known(), pace()) ::
          [{Config.table(), %{String.t() => fate()}}]
  def write(config, generation, seen, known, pace) do
    write = &{&1, write_table(config, &1, generation, seen, known[&1])}

    if pace == :quick and seen != [],
      do: at_once(config.tables, write),
      else: Enum.map(config.tables, write)
  end

  @doc """
  The same for rows alone, over rows that are there, with a generation that was not taken for them.
  """
  @spec write_last(Config.t(), pos_integer(), [{String.t(), seen()}]) ::
          [{Config.table(), %{String.t() => fate()}}]
  def write_last(_config, _generation, []), do: []

  def write_last(config, generation, seen),
    do: at_once(config.tables, &{&1, upsert(seen, config, &1, generation)})

  defp at_once([table | others], write) do
    others = Enum.map(others, &Task.async(fn -> write.(&1) end))
    [write.(table) | Task.await_many(others, :infinity)]
  end

  defp write_table(_config, _table, _generation, seen, {:error, reason}),
    do: Map.new(seen, fn {path, _seen} -> {path, {:error, reason}} end)

  defp write_table(config, table, generation, seen, {:ok, known}) do
    new =
      for {path, {:rows, _rows, reading}} <- seen,
          not is_map_key(known, path),
          do: {path, reading.hash}

    Rename.adopt(config, table, generation, new)

    seen
    |> upsert(config, table)
    |> Map.merge(touch(seen, known, config, table, generation))
    |> refuse(seen, known, config, table, generation)
  end

  defp upsert(seen, config, table, last \\ nil) do
    rows = for {path, {:rows, rows, _reading}} <- seen, do: {path, rows[table]}
    ready = for {path, {:ok, row}} <- rows, do: {path, row}
    lacking = for {path, {:error, _reason} = lack} <- rows, into: %{}, do: {path, lack}
    Map.merge(lacking, Store.upsert(config, table, ready, last))
  end

  defp touch(seen, known, config, table, generation) do
    same =
      for {path, {:unchanged, stat}} <- seen,
          %{refusal: nil, hash: hash} <- [known[path]],
          do: {path, hash, stat}

    answer = Store.touch(config, table, generation, same)
    Map.new(same, fn {path, _hash, _stat} -> {path, touched(answer, path)} end)
  end

  defp touched({:ok, lost}, path), do: if(path in lost, do: {:error, :lost}, else: :ok)
  defp touched(failure, _path), do: failure

  # A refusal is recorded anew when its file is looked at again: that tells of the look.
  defp refuse(fates, seen, known, config, table, generation) do
    refused =
      for {path, seen} <- seen,
          reading = refusal(seen, fates[path], known[path]),
          do: {path, reading}

    case Store.refuse(config, table, generation, Analyzer.version(config), refused) do
      :ok -> Enum.into(refused, fates, fn {path, refused} -> {path, {:error, refused.reason}} end)
      failure -> Enum.into(refused, fates, fn {path, _refused} -> {path, failure} end)
    end
  end

  defp refusal({:binary, reading}, _fate, _known), do: Map.put(reading, :reason, :binary)

  defp refusal({:unchanged, stat}, _fate, %{refusal: reason, hash: hash}) when reason != nil,
    do: %{reason: reason, hash: hash, stat: stat}

  defp refusal({:rows, _rows, reading}, {:error, reason}, _known) do
    if Failure.of_row?(reason), do: Map.put(reading, :reason, reason)
  end

  defp refusal(_seen, _fate, _known), do: nil
end

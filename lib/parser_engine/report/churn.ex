defmodule ParserEngine.Report.Churn do
  @moduledoc false
  # How often each file was changed, from the words of
  # `git log --numstat -z -M --format=%x01%ct %ae`, the newest commit first, as they come.
  #
  # A renamed file keeps its history: what older commits did to its former name counts for the name
  # that it has now.

  @enforce_keys [:expects, :rest, :files, :names, :commits]
  defstruct @enforce_keys ++ [:time, :author]

  @typedoc "Changes of one file: commits, who made them, lines, time of the last one (Unix seconds)."
  @type file :: %{
          commits: pos_integer(),
          authors: MapSet.t(binary()),
          added: non_neg_integer(),
          deleted: non_neg_integer(),
          last: integer()
        }

  @type t :: %__MODULE__{
          expects: :any | {:old_name, counts()} | {:new_name, counts(), binary()},
          rest: binary(),
          files: %{binary() => file()},
          names: %{binary() => binary()},
          commits: non_neg_integer(),
          time: integer() | nil,
          author: binary() | nil
        }

  @typep counts :: {non_neg_integer(), non_neg_integer()}

  @doc "Before anything was read."
  @spec new() :: t()
  def new, do: %__MODULE__{expects: :any, rest: "", files: %{}, names: %{}, commits: 0}

  @doc "Takes a further piece of what git writes."
  @spec feed(t(), binary()) :: t()
  def feed(churn, piece) do
    {words, [rest]} = (churn.rest <> piece) |> :binary.split(<<0>>, [:global]) |> Enum.split(-1)
    Enum.reduce(words, %{churn | rest: rest}, &word/2)
  end

  defp word(old, %{expects: {:old_name, counts}} = churn),
    do: %{churn | expects: {:new_name, counts, old}}

  defp word(new, %{expects: {:new_name, counts, old}} = churn) do
    current = current_name(churn, new)
    names = Map.put(churn.names, old, current)
    count(%{churn | expects: :any, names: names}, current, counts)
  end

  defp word(<<1, header::binary>>, churn), do: commit(churn, header)
  defp word("\n" <> word, churn), do: word(word, churn)

  defp word(word, churn) do
    # A path may have tabs in it.
    case String.split(word, "\t", parts: 3) do
      [added, deleted, ""] ->
        %{churn | expects: {:old_name, {lines(added), lines(deleted)}}}

      [added, deleted, path] ->
        count(churn, current_name(churn, path), {lines(added), lines(deleted)})

      _no_numbers ->
        churn
    end
  end

  defp commit(churn, header) do
    case :binary.split(header, " ") do
      [time, author] ->
        %{churn | commits: churn.commits + 1, time: lines(time), author: author}

      _odd ->
        churn
    end
  end

  defp current_name(churn, name), do: Map.get(churn.names, name, name)

  defp count(%{time: nil} = churn, _path, _counts), do: churn

  defp count(churn, path, {added, deleted}) do
    before =
      Map.get(churn.files, path, %{
        commits: 0,
        authors: MapSet.new(),
        added: 0,
        deleted: 0,
        last: churn.time
      })

    now = %{
      commits: before.commits + 1,
      authors: MapSet.put(before.authors, churn.author),
      added: before.added + added,
      deleted: before.deleted + deleted,
      last: max(before.last, churn.time)
    }

    %{churn | files: Map.put(churn.files, path, now)}
  end

  # Of a binary file git writes "-".
  defp lines(word) do
    case Integer.parse(word) do
      {number, ""} -> number
      _none -> 0
    end
  end

  defimpl Collectable do
    alias ParserEngine.Report.Churn

    def into(churn), do: {churn, &collect/2}

    defp collect(churn, {:cont, piece}), do: Churn.feed(churn, piece)
    defp collect(churn, :done), do: churn
    defp collect(_churn, :halt), do: :ok
  end
end

defmodule ParserEngine.Sync.Recent do
  @moduledoc false
  # What one process has written of late. As long as nobody else takes a generation, a file of these
  # needs no look at the tables when it is saved again: the last generation is as good as a new one,
  # since the tables see to it that it is still the last when they are written.
  #
  # Pure. Whoever keeps this must not have a path in flight twice: the same generation does not tell
  # which of two readings was the later one.

  alias ParserEngine.Config
  alias ParserEngine.Store.{Entry, Lookup}
  alias ParserEngine.Sync.Outcome

  # With more files than people edit at a time there are no saves to be quick for.
  @most 1_000

  defstruct [:generation, alone?: false, files: %{}]

  @typedoc "`alone?`: the last generation followed the one before, so nobody else took any."
  @type t :: %__MODULE__{
          generation: pos_integer() | nil,
          alone?: boolean(),
          files: %{String.t() => Entry.t()}
        }

  @typedoc "The last generation, and what a look would tell of some paths."
  @type told :: {pos_integer(), Lookup.known()}

  @doc "Nothing was written yet."
  @spec new() :: t()
  def new, do: %__MODULE__{}

  @doc "What is told of these paths; `nil` where a look is needed."
  @spec known(t(), Config.t(), [String.t()]) :: told() | nil
  def known(recent, config, paths) do
    files = Map.take(recent.files, paths)

    if recent.alone? and map_size(files) == length(paths),
      do: {recent.generation, Map.new(config.tables, &{&1, {:ok, files}})}
  end

  @doc "What has become of some paths."
  @spec learn(t(), [Outcome.t()]) :: t()
  def learn(recent, outcomes), do: Enum.reduce(outcomes, recent, &learn_one/2)

  defp learn_one(%{generation: generation} = outcome, recent) do
    # A database that was out of reach may be another one when it is back.
    if generation == nil or Outcome.unreachable?(outcome),
      do: new(),
      else: recent |> taken(generation) |> written(outcome)
  end

  defp taken(%{generation: last} = recent, generation) when last != nil and generation <= last,
    do: recent

  defp taken(%{generation: last} = recent, generation),
    do: %{recent | generation: generation, alone?: last != nil and generation == last + 1}

  defp written(recent, %{path: path, entry: nil}),
    do: %{recent | files: Map.delete(recent.files, path)}

  defp written(%{files: files} = recent, %{path: path, entry: entry}) do
    files = if is_map_key(files, path) or map_size(files) < @most, do: files, else: %{}
    %{recent | files: Map.put(files, path, entry)}
  end
end

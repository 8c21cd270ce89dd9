defmodule ParserEngine.CodeFileWatcher.Gathering do
  @moduledoc false
  # Changed paths that are kept until a batch of them is worth its statements (option `batch`): a
  # pure value, the clock is passed in.

  alias ParserEngine.Config

  defstruct paths: MapSet.new(), since: nil

  @type t :: %__MODULE__{paths: MapSet.t(String.t()), since: integer() | nil}

  @doc "Nothing has been gathered."
  @spec new() :: t()
  def new, do: %__MODULE__{}

  @doc "Some paths more."
  @spec add(t(), [String.t()], integer()) :: t()
  def add(gathering, [], _now), do: gathering

  def add(gathering, paths, now) do
    %{gathering | paths: Enum.into(paths, gathering.paths), since: gathering.since || now}
  end

  @doc "All that has been gathered, once the time has come or a batch is full."
  @spec take(t(), Config.t(), integer()) :: {[String.t()], t()}
  def take(gathering, config, now) do
    due = due(gathering, config)

    if due && (due <= now or size(gathering) >= config.batch_size),
      do: {MapSet.to_list(gathering.paths), new()},
      else: {[], gathering}
  end

  @doc "When the gathering ends."
  @spec due(t(), Config.t()) :: integer() | nil
  def due(%{since: nil}, _config), do: nil
  def due(%{since: since}, config), do: since + config.batch

  @doc "How many paths there are."
  @spec size(t()) :: non_neg_integer()
  def size(gathering), do: MapSet.size(gathering.paths)
end

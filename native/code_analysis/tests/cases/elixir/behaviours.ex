defmodule Behaviours do
  @moduledoc "Callbacks and types."

  @typedoc """
  Of a type.
  """
  @type t :: %{a: atom, b: (integer -> atom)}
  @type t(a) :: {:ok, a} | :error
  @typep secret :: atom
  @opaque handle :: reference

  @doc "A callback."
  @callback init(args :: term) :: {:ok, state} | :error when state: term
  @callback stop() :: :ok
  @doc false
  @callback internal(t, t) :: t
  @macrocallback build(Macro.t()) :: Macro.t()
  @optional_callbacks stop: 0

  @doc "Not a callback."
  @spec run(t) :: t when t: term
  def run(a), do: a
end

defprotocol Size do
  @moduledoc "A protocol."
  @fallback_to_any true
  @doc "Of what?"
  @spec size(t) :: non_neg_integer
  def size(value)
end

defimpl Size, for: [Map, List] do
  def size(value), do: Enum.count(value)
end

defimpl Size, for: Any do
  def size(_), do: 0
end

defmodule Point do
  defstruct x: 0, y: 0

  defimpl Size do
    def size(_), do: 2
  end

  defimpl Inspect, for: __MODULE__ do
    def inspect(_, _), do: "#Point<>"
  end
end

defmodule Problem do
  defexception [:message]

  @impl true
  def exception(message), do: %Problem{message: message}
end

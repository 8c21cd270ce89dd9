defmodule Attributes do
  @behaviour GenServer
  @compile {:inline, one: 1}
  @constant 1

  @derive {Jason.Encoder, only: [:a]}
  @enforce_keys [:a]
  defstruct [:a, b: @constant]

  @spec one(a) :: a when a: term
  @dialyzer {:nowarn_function, one: 1}
  @deprecated "use two/1"
  def one(a), do: a

  @decorate cache(ttl: 5)
  @impl true
  def two(a), do: a

  def three(a), do: @constant + a
end

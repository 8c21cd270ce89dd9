defmodule Shop.Cart do
  @moduledoc """
  A cart.

  With a blank line.
  """
  use GenServer, restart: :transient
  alias Shop.{Item, Price}
  alias Shop.Customer, as: Buyer
  alias __MODULE__.Line
  import Ecto.Query, only: [from: 2, where: 3]
  import Bitwise
  require Logger

  @doc "one line"
  @spec add(t(), Item.t()) :: t()
  def add(cart, item \\ nil)
  def add(cart, nil), do: cart

  # between clauses
  def add(cart, %Item{} = item) when is_map(cart) do
    %{cart | items: [item | cart.items]}
  end

  @doc false
  def hidden, do: :ok

  @doc ~S"""
  An operator with a heredoc.
  """
  def a <~> b, do: {a, b}

  def !value, do: value
  def unquote(:dynamic)(a, b), do: {a, b}
  def unquote(name), do: name
  defp secret(), do: "# no comment"
  defdelegate size(cart), to: Enum, as: :count
  defguard is_even(n) when is_integer(n) and rem(n, 2) == 0

  @doc """
  A macro.
  """
  defmacro __using__(opts) do
    quote do
      import Shop.Cart
      def injected(a), do: if(a, do: unquote(opts))
    end
  end

  defmacrop internal(x), do: x

  defmodule Line do
    @moduledoc false
    defstruct [:item, count: 1]
    defimpl String.Chars do
      def to_string(line), do: line.item
    end
  end

  def add(cart, other, :merge), do: {cart, other}
  def emoji("🛒 – Größe"), do: "語"
end

defprotocol Shop.Sized do
  @doc "Size."
  def size(value)
end

defimpl Shop.Sized, for: Shop.Cart do
  def size(cart), do: length(cart.items)
end

defmodule Shop.Payment do
  @callback pay(integer) :: :ok
end

defmodule Shop.Error do
  defexception message: "no"
end

defmodule Shop do
  alias Shop.{Cart, Item}
  alias Shop.Price, as: Cost
  alias Cart.Line
  alias __MODULE__.Stock
  alias Unused.Name
  import Ecto.Query, only: [from: 2]
  require Logger
  require Shop.Macros, as: M
  use Shop.Web, :controller
  use GenServer, adapter: Shop.Adapter
  @behaviour Shop.Payment
  @adapter Shop.Attribute
  @impl Shop.Callback
  @derive Jason.Encoder
  @derive [Inspect, Shop.Protocol]
  @doc Shop.Docs.text()
  @type t :: %Cart{items: [Item.t()]}
  @callback pay(Cost.t()) :: Cost

  @spec add(Cart.t(), %Item{}) :: Line.t()
  def add(%Cart{} = cart, item) do
    cart |> Cart.add(item) |> Elixir.Cart.log()
    Enum.map([1], &Cost.of/1)
    Cost.of(Stock.count(cart))
    :lists.map(& &1, [:ets.new(:a, [])])
    "#{Line.name(item)} #{~s(#{Shop.Sigil.run()})}"
  rescue
    error in [Shop.Error, Cart.Error] -> Logger.error(error)
  end

  def scoped(a) do
    alias Shop.Inner, as: Cart
    Cart.only_here()

    case a do
      1 ->
        alias Shop.First, as: Local
        Local.run()

      2 ->
        Local.run()
    end

    Cart.only_here()
  end

  def after_scope, do: [Cart.here(), {Item, 1}, %{key: Shop.Value}]
  def own, do: [__MODULE__, %__MODULE__{}, __MODULE__.Stock.count(1), %__MODULE__.Struct{}]
  def multi, do: M.run(Shop.
    Broken.Over.Lines)
  def one_line(a), do: if(a, do: Shop.Yes, else: Shop.No.call())
  defdelegate size(cart), to: Line
  plug Shop.Plug, store: Shop.Store
  @after_compile Shop.Hook

  defmodule Nested do
    def a, do: Stock.count(1)
    defmodule Deep do
      def b, do: Nested.a()
    end
    def c, do: Deep.b()
  end

  defmodule Two.Parts do
    def d, do: [Two.Parts.d(), Nested.a(), __MODULE__.Below.e()]
  end

  def after_nested, do: [Nested.a(), Nested.Deep.b(), Two.x(), Deep.none()]

  defimpl Cart do
    def a(_), do: @protocol
  end

  defmodule Elixir.Absolute do
  end
end

alias Shop.Protocol

defimpl Protocol, for: [Shop.Cart, Map] do
end

defimpl Protocol, for: Elixir.List do
end

defmodule Protocol.Extra do
end

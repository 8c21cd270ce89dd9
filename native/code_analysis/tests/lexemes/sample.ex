defmodule Shop do
  @moduledoc "Not code."
  # Nor is this.
  @doc """
  Nor that.
  """
  def pay(cart, %{id: id}) when id > 1.5 do
    "a b" <> "to #{cart.id}\n" <> :"q a"
  end
end

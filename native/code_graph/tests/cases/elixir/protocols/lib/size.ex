defprotocol Shop.Size do
  def size(value)
end

defimpl Shop.Size, for: [Shop.Cart, Map] do
  def size(_value), do: 1
end

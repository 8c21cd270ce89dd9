defmodule M do
  def f(a, b, c) do
    x = a and b and c
    y = a || (b && c)
    if x or y, do: one()
  end
end

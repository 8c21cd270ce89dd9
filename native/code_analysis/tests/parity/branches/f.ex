defmodule M do
  def f(a, b, c) do
    if a do
      if b do
        one()
      else
        two()
      end
    else
      0
    end

    unless c, do: three()
  end
end

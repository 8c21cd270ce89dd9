defmodule M do
  def f(rows) do
    for row <- rows do
      for cell <- row do
        if cell, do: one(cell)
      end
    end
  end
end

defmodule Broken do
  def fine(a), do: a || 1

  def broken(a do
    if a, do: [1, 2
  end

  def after_it(b), do: b
end

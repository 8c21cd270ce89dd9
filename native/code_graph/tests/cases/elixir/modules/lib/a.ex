defmodule A do
  def a, do: B.b()
end

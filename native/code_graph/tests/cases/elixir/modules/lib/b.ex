defmodule B do
  def b, do: :b
end

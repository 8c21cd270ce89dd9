# Two files may define one module, for two systems for instance: both may be meant.
defmodule Shop.Caller do
  def other, do: 1
end

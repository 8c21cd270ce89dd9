defmodule Wreck do
  def fine(a), do: a

  def wreck do
    ~s(a (b) do c)
  end

  defp after_it(b), do: b || 1
end

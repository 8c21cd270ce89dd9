defmodule Half do
  @moduledoc "While it is being written."

  def before(a), do: if(a, do: 1)

  def typing(a) do
    case a do
      {:ok, 

  def next(b), do: b

  defmodule Inner do
    def deep(c), do: c
  end
end

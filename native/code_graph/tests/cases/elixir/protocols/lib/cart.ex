defmodule Shop.Cart do
  defstruct [:items]

  defmodule Line do
    defstruct [:count]

    defimpl Shop.Size do
      def size(line), do: line.count
    end
  end
end

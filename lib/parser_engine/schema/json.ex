if Code.ensure_loaded?(Ecto.Type) do
  defmodule ParserEngine.Schema.JSON do
    @moduledoc false
    # A jsonb column of any shape: lists, arrays of mixed values, objects.

    use Ecto.Type

    @impl true
    def type, do: :map

    @impl true
    def cast(value), do: {:ok, value}

    @impl true
    def load(value), do: {:ok, value}

    @impl true
    def dump(value), do: {:ok, value}
  end
end

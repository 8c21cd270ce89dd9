defmodule ParserEngine.Analysis.Export do
  @moduledoc """
  Something offered to others: the name that they use (Elixir's with its number of parameters), and
  what it is, mostly a symbol's kind.
  """

  defstruct [:name, :kind, :line]

  @type t :: %__MODULE__{name: String.t(), kind: String.t(), line: pos_integer()}
end

defmodule ParserEngine.Analysis.Export do
  @moduledoc "Something offered to others."
  defstruct [:name, :kind, :line]

  @type t :: %__MODULE__{name: String.t(), kind: String.t(), line: pos_integer()}
end

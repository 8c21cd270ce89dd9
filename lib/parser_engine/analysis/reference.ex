defmodule ParserEngine.Analysis.Reference do
  @moduledoc """
  Something of elsewhere that code names without importing it: `name` in full, as far as the file
  alone tells, `kind` what is done with it (`call`, `struct`, …), `line` of the first of its kind.
  """
  defstruct [:name, :kind, :line]

  @type t :: %__MODULE__{name: String.t(), kind: String.t(), line: pos_integer()}
end

defmodule ParserEngine.Analysis.Reference do
  @moduledoc """
  Something of elsewhere that code names without importing it: `name` in full, as far as the file
  alone tells, `kind` what is done with it (`call`, `struct`, …), `line` of the first of its kind.

  In code that a macro puts into other files, `within` is the function that makes that code, and
  `short` the short name that the code gives to what it names.
  """
  defstruct [:name, :kind, :line, :within, :short]

  @type t :: %__MODULE__{
          name: String.t(),
          kind: String.t(),
          line: pos_integer(),
          within: String.t() | nil,
          short: String.t() | nil
        }
end

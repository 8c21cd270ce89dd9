defmodule ParserEngine.Analysis.Clause do
  @moduledoc "One clause of a function that is defined by several."

  defstruct [
    :start_line,
    :end_line,
    :start_byte,
    :end_byte,
    :cyclomatic_complexity,
    :cognitive_complexity,
    :nesting_depth
  ]

  @type t :: %__MODULE__{
          start_line: pos_integer(),
          end_line: pos_integer(),
          start_byte: non_neg_integer(),
          end_byte: pos_integer(),
          cyclomatic_complexity: pos_integer() | nil,
          cognitive_complexity: non_neg_integer() | nil,
          nesting_depth: non_neg_integer() | nil
        }
end

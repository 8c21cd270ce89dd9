defmodule ParserEngine.Analysis.Symbol do
  @moduledoc "A definition: a function, class, module, struct, enum, trait or interface."

  defstruct [
    :name,
    :kind,
    :start_line,
    :end_line,
    :start_byte,
    :end_byte,
    :signature,
    :visibility,
    :documented,
    :parent,
    :parameters,
    :lines,
    :cyclomatic_complexity,
    :nesting_depth,
    clauses: []
  ]

  @type t :: %__MODULE__{
          name: String.t(),
          kind: String.t(),
          start_line: pos_integer(),
          end_line: pos_integer(),
          start_byte: non_neg_integer(),
          end_byte: pos_integer(),
          signature: String.t(),
          visibility: String.t() | nil,
          documented: boolean(),
          parent: String.t() | nil,
          parameters: non_neg_integer() | nil,
          lines: pos_integer() | nil,
          cyclomatic_complexity: pos_integer() | nil,
          nesting_depth: non_neg_integer() | nil,
          clauses: [ParserEngine.Analysis.Clause.t()]
        }
end

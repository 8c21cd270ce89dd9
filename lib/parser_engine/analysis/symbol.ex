defmodule ParserEngine.Analysis.Symbol do
  @moduledoc """
  A definition: a function, class, module, struct, enum, trait or interface; in data a key, in a
  document a heading or code block.

  From `lines` on, the fields are numbers of functions; `nil` for other symbols, and where the
  language has no such number. Halstead's measures and the maintainability index take in functions
  inside the function.
  """

  alias ParserEngine.Analysis.{Clause, Halstead}

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
    :documentable,
    :doc,
    :parent,
    :depth,
    :parameters,
    :lines,
    :code_lines,
    :comment_lines,
    :blank_lines,
    :cyclomatic_complexity,
    :cognitive_complexity,
    :nesting_depth,
    :exits,
    :halstead,
    :maintainability_index,
    attributes: [],
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
          documentable: boolean(),
          doc: String.t() | nil,
          attributes: [String.t()],
          parent: String.t() | nil,
          depth: pos_integer() | nil,
          parameters: non_neg_integer() | nil,
          lines: pos_integer() | nil,
          code_lines: non_neg_integer() | nil,
          comment_lines: non_neg_integer() | nil,
          blank_lines: non_neg_integer() | nil,
          cyclomatic_complexity: pos_integer() | nil,
          cognitive_complexity: non_neg_integer() | nil,
          nesting_depth: non_neg_integer() | nil,
          exits: non_neg_integer() | nil,
          halstead: Halstead.t() | nil,
          maintainability_index: float() | nil,
          clauses: [Clause.t()]
        }
end

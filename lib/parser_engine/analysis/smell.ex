defmodule ParserEngine.Analysis.Smell do
  @moduledoc """
  A place that a reader should not have to put up with: which `id` of `ParserEngine.Smells`, where,
  the `name` of the function or type that it is about, and the measured `value`, which is more than
  the `threshold`.
  """
  defstruct [:id, :line, :end_line, :name, :value, :threshold]

  @type t :: %__MODULE__{
          id: String.t(),
          line: pos_integer(),
          end_line: pos_integer(),
          name: String.t() | nil,
          value: pos_integer() | nil,
          threshold: non_neg_integer() | nil
        }
end

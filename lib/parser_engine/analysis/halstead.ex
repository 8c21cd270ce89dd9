defmodule ParserEngine.Analysis.Halstead do
  @moduledoc """
  Halstead's measures of a function or file: how many operators and operands there are, and what
  follows from that (Halstead, *Elements of Software Science*, 1977). All are 0 for empty text.

    * `distinct_operators`, `distinct_operands` - n1 and n2
    * `operators`, `operands` - N1 and N2, every occurrence
    * `vocabulary` - n = n1 + n2
    * `length` - N = N1 + N2
    * `volume` - V = N log2 n, in bits
    * `difficulty` - D = (n1 / 2) (N2 / n2), 0 where there is no operand
    * `effort` - E = D V
  """

  defstruct [
    :distinct_operators,
    :distinct_operands,
    :operators,
    :operands,
    :vocabulary,
    :length,
    :volume,
    :difficulty,
    :effort
  ]

  @type t :: %__MODULE__{
          distinct_operators: non_neg_integer(),
          distinct_operands: non_neg_integer(),
          operators: non_neg_integer(),
          operands: non_neg_integer(),
          vocabulary: non_neg_integer(),
          length: non_neg_integer(),
          volume: float(),
          difficulty: float(),
          effort: float()
        }
end

defmodule ParserEngine.Analysis.Import do
  @moduledoc "Something used from elsewhere, as written."
  defstruct [:source, :line, :kind, names: []]

  @type t :: %__MODULE__{
          source: String.t(),
          line: pos_integer(),
          kind: String.t(),
          names: [String.t()]
        }
end

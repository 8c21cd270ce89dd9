defmodule ParserEngine.Analysis.Tag do
  @moduledoc """
  Something that a file is or does: a `tag` of the list in `docs/semantics.md`, how many lines say
  so (`count`), and the first one to three of them (`evidence`).
  """
  alias ParserEngine.Analysis.Tag.Evidence

  defstruct [:tag, :count, :evidence]

  @type t :: %__MODULE__{tag: String.t(), count: pos_integer(), evidence: [Evidence.t(), ...]}

  defmodule Evidence do
    @moduledoc """
    A line that earns a tag: its number, the rule that says so, and the line itself, cut to 100
    bytes and without secrets.
    """
    defstruct [:line, :rule, :text]

    @type t :: %__MODULE__{line: pos_integer(), rule: String.t(), text: String.t()}
  end
end

defmodule ParserEngine.Analysis.BusinessContext do
  @moduledoc """
  What a file says about itself: the first sentence of its own documentation (`text`, at most 300
  bytes and an ellipsis), the `line` in which it begins, what sort of documentation that is
  (`source`: `"moduledoc"`, `"docstring"`, …), and of a document its `title`.
  """
  defstruct [:text, :line, :source, :title]

  @type t :: %__MODULE__{
          text: String.t(),
          line: pos_integer(),
          source: String.t(),
          title: String.t() | nil
        }
end

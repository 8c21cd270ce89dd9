defmodule ParserEngine.Analysis.Clause do
  @moduledoc false
  defstruct [
    :start_line,
    :end_line,
    :start_byte,
    :end_byte,
    :cyclomatic_complexity,
    :nesting_depth
  ]
end

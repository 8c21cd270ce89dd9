defmodule ParserEngine.Analysis.Finding do
  @moduledoc """
  A place that a rule about security is about: which rule, where, how bad (`"low"`, `"medium"` or
  `"high"`), the number of the weakness in the Common Weakness Enumeration, and a sentence about it.
  It has no text of the file, which may be a secret. `docs/security.md` lists the rules.
  """
  defstruct [:rule, :line, :end_line, :start_byte, :end_byte, :cwe, :severity, :message]

  @type t :: %__MODULE__{
          rule: String.t(),
          line: pos_integer(),
          end_line: pos_integer(),
          start_byte: non_neg_integer(),
          end_byte: non_neg_integer(),
          cwe: pos_integer(),
          severity: String.t(),
          message: String.t()
        }
end

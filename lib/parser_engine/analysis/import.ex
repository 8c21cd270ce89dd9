defmodule ParserEngine.Analysis.Import do
  @moduledoc """
  Something used from elsewhere, as written: `source` is the module, crate path or file, `kind` the
  language's word for it (`alias`, `use`, `import`, `require`, …), `names` what is taken from the
  source, or the name that the source is given here (`as: T`); `[]` where neither is said. Links and
  images of a document are imports too.
  """
  defstruct [:source, :line, :kind, names: []]

  @type t :: %__MODULE__{
          source: String.t(),
          line: pos_integer(),
          kind: String.t(),
          names: [String.t()]
        }
end

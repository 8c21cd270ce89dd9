defmodule ParserEngine.Report.Issue do
  @moduledoc false
  # A smell or a finding about security, as a report tells it.

  @enforce_keys [:kind, :path, :rule, :line, :end_line]
  defstruct @enforce_keys ++ [:name, :value, :threshold, :severity, :cwe, :message]

  @typedoc "Smells have `name`, `value` and `threshold`, findings `severity`, `cwe` and `message`."
  @type t :: %__MODULE__{
          kind: :smell | :finding,
          path: String.t(),
          rule: String.t(),
          line: pos_integer(),
          end_line: pos_integer(),
          name: String.t() | nil,
          value: integer() | nil,
          threshold: integer() | nil,
          severity: String.t() | nil,
          cwe: integer() | nil,
          message: String.t() | nil
        }

  @doc "Of a row of `Store.Statement.Report.smells/1`."
  @spec smell([term()]) :: t()
  def smell([path, rule, line, end_line, name, value, threshold]) do
    issue = new(:smell, path, rule, line, end_line)
    %{issue | name: name, value: value, threshold: threshold}
  end

  @doc "Of a row of `Store.Statement.Report.findings/1`."
  @spec finding([term()]) :: t()
  def finding([path, rule, line, end_line, severity, cwe, message]) do
    issue = new(:finding, path, rule, line, end_line)
    %{issue | severity: severity, cwe: cwe, message: message}
  end

  defp new(kind, path, rule, line, end_line) do
    line = max(line || 1, 1)
    end_line = max(end_line || line, line)
    %__MODULE__{kind: kind, path: path, rule: rule || "", line: line, end_line: end_line}
  end
end

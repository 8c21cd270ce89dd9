defmodule ParserEngine.Doctor.Finding do
  @moduledoc """
  Why one path is in the tables, or not: `reason` is a name from the list in `ParserEngine.Doctor`,
  `detail` says what is particular to this path, or is `nil`.
  """

  alias ParserEngine.Doctor.Reason

  @enforce_keys [:path, :reason]
  defstruct @enforce_keys ++ [:detail]

  @type t :: %__MODULE__{path: String.t(), reason: Reason.name(), detail: String.t() | nil}

  @doc "Whether the tables tell what is in the file."
  @spec indexed?(t()) :: boolean()
  def indexed?(finding), do: Reason.fetch!(finding.reason).indexed?

  @doc "What the reason means, and the detail."
  @spec sentence(t()) :: String.t()
  def sentence(%__MODULE__{detail: nil} = finding), do: Reason.fetch!(finding.reason).means

  def sentence(finding), do: "#{Reason.fetch!(finding.reason).means} (#{finding.detail})"

  @doc "What to do, if there is anything to do."
  @spec advice(t()) :: String.t() | nil
  def advice(finding), do: Reason.fetch!(finding.reason).advice

  @doc false
  @spec new(String.t(), Reason.name(), String.t() | nil) :: t()
  def new(path, reason, detail \\ nil),
    do: %__MODULE__{path: path, reason: reason, detail: detail}
end

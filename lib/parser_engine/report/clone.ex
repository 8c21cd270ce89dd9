defmodule ParserEngine.Report.Clone do
  @moduledoc false
  # Two stretches of code that are the same.

  @enforce_keys [:left, :right, :tokens]
  defstruct @enforce_keys

  @type side :: %{path: String.t(), line: pos_integer(), end_line: pos_integer()}
  @type t :: %__MODULE__{left: side(), right: side(), tokens: non_neg_integer() | nil}

  @doc """
  The pairs in rows of `Store.Statement.Report.clones/1`, in their order. A pair that is told from
  both its ends is one; rows that tell no two places are none.
  """
  @spec pairs([[term()]]) :: [t()]
  def pairs(rows) do
    rows
    |> Enum.filter(&told?/1)
    |> Enum.map(&pair/1)
    |> Enum.uniq_by(&{&1.left, &1.right})
  end

  defp told?([_path, line, _end_line, other, other_line | _]),
    do:
      is_integer(line) and line > 0 and is_binary(other) and is_integer(other_line) and
        other_line > 0

  defp pair([path, line, end_line, other, other_line, other_end_line, tokens]) do
    [left, right] =
      Enum.sort_by(
        [side(path, line, end_line), side(other, other_line, other_end_line)],
        &{&1.path, &1.line}
      )

    %__MODULE__{left: left, right: right, tokens: tokens}
  end

  defp side(path, line, end_line),
    do: %{path: path, line: line, end_line: max(end_line || line, line)}
end

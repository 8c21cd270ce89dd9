defmodule ParserEngine.Report.Wording do
  @moduledoc false
  # Sentences about places, for machines that show them to people.

  alias ParserEngine.Report.{Clone, Issue}
  alias ParserEngine.Smells

  @doc """
  What a smell is.

      iex> ParserEngine.Report.Wording.smell("long_function")
      "Long function: code lines of a function above the threshold."

      iex> ParserEngine.Report.Wording.smell("todo_comment")
      "Todo comment."
  """
  @spec smell(String.t()) :: String.t()
  def smell(id) do
    case Smells.measure(id) do
      {subject, measure} when measure != "count" ->
        "#{title(id)}: #{words(measure)} of a #{subject} above the threshold."

      _counted_or_unknown ->
        title(id) <> "."
    end
  end

  @doc "What is to be said about one place."
  @spec message(Issue.t()) :: String.t()
  def message(%Issue{kind: :finding} = finding), do: finding.message || finding.rule

  def message(%Issue{kind: :smell} = smell),
    do: title(smell.rule) <> subject(smell) <> measure(smell)

  defp subject(%{name: nil}), do: ""
  defp subject(%{name: name}), do: " " <> name

  defp measure(%{value: value, threshold: threshold} = smell)
       when is_integer(value) and is_integer(threshold) and value > 0 do
    case Smells.measure(smell.rule) do
      {_subject, measure} when measure != "count" ->
        ": #{words(measure)} #{value}, more than #{threshold}"

      _counted_or_unknown ->
        ""
    end
  end

  defp measure(_smell), do: ""

  @doc "Of a pair of stretches."
  @spec clone(Clone.t()) :: String.t()
  def clone(%{right: right, tokens: tokens}) do
    "The same code is in #{right.path}, lines #{right.line} to #{right.end_line}" <>
      if(tokens, do: " (#{tokens} tokens)", else: "")
  end

  defp title(id), do: id |> words() |> String.capitalize()
  defp words(id), do: String.replace(id, ["_", "-"], " ")
end

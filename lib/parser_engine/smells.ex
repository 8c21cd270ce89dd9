defmodule ParserEngine.Smells do
  @moduledoc """
  What counts as a code smell, and where the thresholds come from.

  The list is `native/code_analysis/smells.tsv`, which the native side reads too. The option `smells`
  of `ParserEngine.Config` sets other thresholds for all languages, or switches smells off:

      smells: [long_function: 80, todo_comment: false]

  More than the threshold is a smell:

  | id | languages | of each | measure | threshold | minutes to mend | source |
  |---|---|---|---|---|---|---|
  """

  @table Path.expand("../../native/code_analysis/smells.tsv", __DIR__)
  @external_resource @table

  @rows for line <- @table |> File.read!() |> String.split("\n", trim: true),
            not String.starts_with?(line, "#"),
            do: String.split(line, "\t")

  @ids Enum.uniq(for [id | _] <- @rows, do: String.to_atom(id))

  @moduledoc @moduledoc <>
               Enum.map_join(@rows, "\n", fn [
                                               id,
                                               languages,
                                               subject,
                                               measure,
                                               more,
                                               minutes,
                                               per,
                                               source
                                             ] ->
                 languages = if languages == "*", do: "all others", else: languages

                 minutes =
                   if per == "0", do: minutes, else: "#{minutes}, and #{per} for each more"

                 "| `#{id}` | #{languages} | #{subject} | `#{measure}` | #{more} | #{minutes} | #{source} |"
               end)

  @typedoc "A threshold instead of that of the table; `false` where something is no smell."
  @type thresholds :: [{atom(), non_neg_integer() | false}]

  @doc "The ids of all smells."
  @spec ids() :: [atom()]
  def ids, do: @ids

  @measures Map.new(@rows, fn [id, _, subject, measure | _] -> {id, {subject, measure}} end)

  @doc """
  Of what a smell is measured, and what; `nil` of an id that is none.

      iex> ParserEngine.Smells.measure("long_function")
      {"function", "code_lines"}
  """
  @spec measure(String.t()) :: {subject :: String.t(), measure :: String.t()} | nil
  def measure(id), do: @measures[id]

  @doc """
  Whether these are thresholds.

      iex> ParserEngine.Smells.thresholds?(long_function: 80, todo_comment: false)
      true

      iex> ParserEngine.Smells.thresholds?(long_fun: 80)
      false
  """
  @spec thresholds?(term()) :: boolean()
  def thresholds?(value) do
    Keyword.keyword?(value) and
      Enum.all?(value, fn {id, threshold} -> id in @ids and threshold?(threshold) end)
  end

  defp threshold?(threshold),
    do: threshold == false or (is_integer(threshold) and threshold in 0..1_000_000)

  @doc false
  # As the native side takes them.
  @spec to_native(thresholds()) :: [{String.t(), non_neg_integer() | nil}]
  def to_native(thresholds),
    do: for({id, threshold} <- thresholds, do: {Atom.to_string(id), threshold || nil})
end

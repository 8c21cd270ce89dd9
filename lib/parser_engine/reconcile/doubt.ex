defmodule ParserEngine.Reconcile.Doubt do
  @moduledoc false
  # Whether a comparison may delete all that it found absent. A disk that is not mounted and a
  # restore that still runs look like a codebase whose files are gone. A pure value.

  # Fewer may go at once, and so may any number up to half of what there is.
  @many 100

  @type found :: %{
          accepted: non_neg_integer(),
          known: non_neg_integer(),
          new: non_neg_integer(),
          absent: [String.t()],
          hidden: [String.t()]
        }
  @type options :: %{
          allow_mass_delete: boolean(),
          doubted: [String.t()],
          root_replaced: boolean(),
          whole?: boolean()
        }
  @type t :: {:emptied | :many | nil, absent :: [String.t()], doubted :: [String.t()]}

  @doc "Whether so many absent paths could be too many."
  @spec possible?([String.t()]) :: boolean()
  def possible?(absent), do: length(absent) > @many

  @doc """
  What may be deleted, and what is doubted.

  `accepted` counts the files that there are, `new` those of them that the tables do not know:
  files may have been renamed. `hidden` are those of the absent ones that are on disk, where the
  rules leave them out: no disk is lost. What an earlier comparison `doubted` and this one finds
  absent too may go, unless there is no file at all. Where another directory has taken the place of
  the root, what is new in it explains nothing, and nothing but a word does.
  """
  @spec of(found(), options()) :: t()
  def of(found, %{allow_mass_delete: true}), do: {nil, found.absent, []}

  def of(%{accepted: 0, absent: [_ | _]} = found, %{whole?: true}),
    do: {:emptied, [], found.absent}

  def of(found, options) do
    {doubted, new} = if options.root_replaced, do: {[], 0}, else: {options.doubted, found.new}
    explained = MapSet.new(doubted ++ found.hidden)
    {certain, lost} = Enum.split_with(found.absent, &(&1 in explained))

    if many?(length(lost) - new, found.known),
      do: {:many, certain, lost},
      else: {nil, found.absent, []}
  end

  defp many?(lost, known), do: lost > @many and 2 * lost > known
end

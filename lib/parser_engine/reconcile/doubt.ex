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
          absent: [String.t()]
        }
  @type options :: %{allow_mass_delete: boolean(), doubted: [String.t()], whole?: boolean()}
  @type t :: {:emptied | :many | nil, absent :: [String.t()], doubted :: [String.t()]}

  @doc """
  What may be deleted, and what is doubted.

  `accepted` counts the files that there are, `new` those of them that the tables do not know:
  files may have been renamed. What an earlier comparison `doubted` and this one finds absent too
  may go, unless there is no file at all.
  """
  @spec of(found(), options()) :: t()
  def of(found, %{allow_mass_delete: true}), do: {nil, found.absent, []}

  def of(%{accepted: 0, absent: [_ | _]} = found, %{whole?: true}),
    do: {:emptied, [], found.absent}

  def of(found, options) do
    {confirmed, fresh} = confirmed(found.absent, options.doubted)

    if many?(length(fresh) - found.new, found.known),
      do: {:many, confirmed, fresh},
      else: {nil, found.absent, []}
  end

  defp confirmed(absent, doubted) do
    doubted = MapSet.new(doubted)
    Enum.split_with(absent, &(&1 in doubted))
  end

  defp many?(lost, known), do: lost > @many and 2 * lost > known
end

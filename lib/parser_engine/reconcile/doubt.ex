defmodule ParserEngine.Reconcile.Doubt do
  @moduledoc false
  # Whether a comparison may delete all that it found absent. A disk that is not mounted and a
  # restore that still runs look like a codebase whose files are gone. A pure value.

  alias ParserEngine.Root

  # Fewer may go at once, and so may any number up to half of what there is.
  @many 100
  # The same where another directory is at the root.
  @many_of_another 20

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
          root: Root.standing(),
          whole?: boolean()
        }
  @type suspicion :: :emptied | :many | :replaced
  @type t :: {suspicion() | nil, absent :: [String.t()], doubted :: [String.t()]}

  @doc "Whether so many absent paths could be too many."
  @spec possible?([String.t()]) :: boolean()
  def possible?(absent), do: length(absent) > @many_of_another

  @doc """
  What may be deleted, and what is doubted.

  `accepted` counts the files that there are, `new` those of them that the tables do not know:
  files may have been renamed. `hidden` are those of the absent ones that are on disk, where the
  rules leave them out: no disk is lost. What an earlier comparison `doubted` and this one finds
  absent too may go, unless there is no file at all. Where another directory has taken the place of
  the root, what is new in it explains nothing, and nothing but a word does. It has rows of its own
  soon: what is lost is held against the rows that there were before.
  """
  @spec of(found(), options()) :: t()
  def of(found, %{allow_mass_delete: true}), do: {nil, found.absent, []}

  def of(%{accepted: 0, absent: [_ | _]} = found, %{whole?: true}),
    do: {:emptied, [], found.absent}

  def of(found, options) do
    explained = if options.root == :same, do: options.doubted ++ found.hidden, else: found.hidden
    explained = MapSet.new(explained)
    {certain, lost} = Enum.split_with(found.absent, &(&1 in explained))

    case suspicion(options.root, length(lost), found) do
      nil -> {nil, found.absent, []}
      suspicion -> {suspicion, certain, lost}
    end
  end

  defp suspicion(:same, lost, found) do
    unexplained = lost - found.new
    if unexplained > @many and 2 * unexplained > found.known, do: :many
  end

  # nil is larger than any number.
  defp suspicion({:another, former_rows}, lost, found) do
    if lost > @many_of_another and 2 * lost > min(former_rows, found.known), do: :replaced
  end
end

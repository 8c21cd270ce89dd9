defmodule ParserEngine.SearchIndex.Queue do
  @moduledoc false
  # In which order files go to an embedder, and what its failures mean. A pure value.
  #
  # Files go in groups, since a call that fails has lost what it had done. A group that fails is taken
  # apart, and its files go alone, after all others: one that the embedder cannot digest keeps no
  # other from its vectors. After several failures in a row it may as well be the embedder: somebody has
  # to ask whether it answers at all.

  # Documents of a group, unless one file has more: those that an endpoint takes in one request.
  @size 32
  @failures 4

  defstruct groups: [], alone: [], suspects: [], failures: 0, succeeded?: false

  @type file :: term()
  @type t :: %__MODULE__{
          groups: [[file()]],
          alone: [[file()]],
          suspects: [{file(), reason :: term()}],
          failures: non_neg_integer(),
          succeeded?: boolean()
        }

  @doc "Files with their documents, in groups."
  @spec new([{file(), [term()]}]) :: t()
  def new(wanted), do: %__MODULE__{groups: Enum.chunk_while(wanted, {[], 0}, &chunk/2, &rest/1)}

  defp chunk({_file, documents} = one, {group, count}) do
    count = count + length(documents)

    if count >= @size,
      do: {:cont, Enum.reverse([one | group]), {[], 0}},
      else: {:cont, {[one | group], count}}
  end

  defp rest({[], 0}), do: {:cont, nil}
  defp rest({group, _count}), do: {:cont, Enum.reverse(group), nil}

  @doc """
  The next group, or what is known at the end: which files it is that fail, and why; `doubt` where
  nothing has shown that the embedder answers.
  """
  @spec next(t()) :: {:group, [file()], t()} | {:ended, [{file(), term()}]} | {:doubt, term()}
  def next(%{groups: [group | groups]} = queue), do: {:group, group, %{queue | groups: groups}}
  def next(%{alone: [one | alone]} = queue), do: {:group, one, %{queue | alone: alone}}
  def next(%{suspects: [{_, reason} | _], succeeded?: false}), do: {:doubt, reason}
  def next(%{suspects: suspects}), do: {:ended, Enum.reverse(suspects)}

  @doc "The group was written, or the embedder has answered."
  @spec succeeded(t()) :: t()
  def succeeded(queue), do: %{queue | failures: 0, succeeded?: true}

  @doc "The group was not written. Some reasons say at once that no other will be."
  @spec failed(t(), [file()], term()) :: {:ok, t()} | {:doubt, t(), term()} | {:error, term()}
  def failed(queue, group, {kind, _text} = reason)
      when kind in [:embedder_unreachable, :embedder_answer] do
    queue = put_aside(%{queue | failures: queue.failures + 1}, group, reason)
    if queue.failures >= @failures, do: {:doubt, queue, reason}, else: {:ok, queue}
  end

  def failed(_queue, _group, reason), do: {:error, reason}

  defp put_aside(queue, [one], reason), do: %{queue | suspects: [{one, reason} | queue.suspects]}

  defp put_aside(queue, group, _reason),
    do: %{queue | alone: queue.alone ++ Enum.map(group, &[&1])}
end

defmodule ParserEngine.Search.Results do
  @moduledoc """
  What was found, and how far it can be trusted.

  `pending` counts the files of which what they are searched by is not written yet: 0 says that the
  index is complete. `vectors` is `:used`, `:off` where no embedder is configured or it has no vector
  for the query, or `{:error, reason}` where it did not answer, or all vectors are by another one: then
  the hits are found by words.
  """

  alias ParserEngine.Error
  alias ParserEngine.Search.Hit

  @enforce_keys [:query, :hits, :pending, :vectors]
  defstruct @enforce_keys

  @type t :: %__MODULE__{
          query: String.t(),
          hits: [Hit.t()],
          pending: non_neg_integer(),
          vectors: :used | :off | {:error, Error.reason()}
        }

  @doc "Whether every file of the codebases was looked at, by words and vectors."
  @spec complete?(t()) :: boolean()
  def complete?(results),
    do: results.pending == 0 and not match?({:error, _reason}, results.vectors)

  defimpl Inspect do
    alias ParserEngine.Search.Report

    # In IEx hits are to be read.
    def inspect(results, _options),
      do: results |> Report.lines() |> Enum.join("\n") |> Inspect.Algebra.string()
  end
end

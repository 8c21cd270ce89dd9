defmodule ParserEngine.Search.Hit do
  @moduledoc """
  A definition that was found: where it is, what it is, and why it was found.

  `path` is relative to the codebase's root, lines count from 1. `role` is `source`, `test`,
  `generated`, `vendored` or `data`. `documentation` is the first sentence.

  `exact` is `:name` or `:path` where the query is one, and such hits come first. `matched` are the stems
  of the query that the definition has, `near` others with the nearest stem of the definition and
  their cosine. `word_rank` and `vector_rank` are its places in the two orders that it was found by
  (`ParserEngine.Search.Fusion`), `word_score` is BM25F and `cosine` that of the angle between query and
  definition, from -1 to 1. `nil` stands for what it was not found by. `score` is what hits are ordered by
  in the end, and tells hits of one search apart.
  """

  @enforce_keys [:codebase_id, :path, :start_line, :end_line, :kind, :name]
  defstruct @enforce_keys ++
              [
                :container,
                :language,
                :role,
                :signature,
                :documentation,
                :exact,
                :word_rank,
                :word_score,
                :vector_rank,
                :cosine,
                score: 0.0,
                matched: [],
                near: []
              ]

  @type t :: %__MODULE__{
          codebase_id: String.t(),
          path: String.t(),
          start_line: pos_integer(),
          end_line: pos_integer(),
          kind: String.t(),
          name: String.t(),
          container: String.t(),
          language: String.t(),
          role: String.t(),
          signature: String.t(),
          documentation: String.t() | nil,
          exact: :name | :path | nil,
          word_rank: pos_integer() | nil,
          word_score: float() | nil,
          vector_rank: pos_integer() | nil,
          cosine: float() | nil,
          score: float(),
          matched: [String.t()],
          near: [{asked :: String.t(), found :: String.t(), float()}]
        }

  @doc "Its name with what it is in, as people say it."
  @spec full_name(t()) :: String.t()
  def full_name(%__MODULE__{container: container, name: name}) when container in ["", nil],
    do: name

  def full_name(%__MODULE__{container: container, name: name}), do: container <> "." <> name
end

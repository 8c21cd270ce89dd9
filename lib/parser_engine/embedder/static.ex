defmodule ParserEngine.Embedder.Static do
  @moduledoc """
  The library's own embedding: a table of learned vectors of words, of which a text's vector is the
  weighted sum. It needs no network and no server, and gives the same vectors on every machine.

  The weights are `priv/embedding/code.weights`; `docs/embedding.md` tells what they find.
  """

  @behaviour ParserEngine.Embedder

  alias ParserEngine.Native
  alias ParserEngine.Native.Answer

  @impl true
  def identity(_options), do: Answer.fetch(&Native.search_model(&1, weights()))

  @impl true
  def embed_documents(documents, _options) do
    with {:ok, vectors} <- Answer.fetch(&Native.search_embed(&1, documents, weights())),
         do: {:ok, Enum.map(vectors, &present/1)}
  end

  @impl true
  def embed_query(text, _options) do
    with {:ok, {_stems, vector}} <- Answer.fetch(&Native.search_query(&1, text, weights())),
         do: present(vector)
  end

  @doc false
  # How well candidates fit a query, word by word: each a cosine with the text of its lexemes.
  @spec rerank(String.t(), [{float(), String.t()}]) ::
          {:ok, [%{score: float(), counterparts: [{String.t(), String.t(), float()}]}]}
          | {:error, ParserEngine.Error.reason()}
  def rerank(query, candidates),
    do: Answer.fetch(&Native.search_rerank(&1, query, candidates, weights()))

  defp present(nil), do: {:error, :no_vector}
  defp present(vector), do: {:ok, vector}

  @doc false
  @spec weights() :: Path.t()
  def weights, do: Application.app_dir(:parser_engine, "priv/embedding/code.weights")
end

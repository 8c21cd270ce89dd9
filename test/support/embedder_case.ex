defmodule ParserEngine.EmbedderCase do
  @moduledoc false
  # A test of the HTTP adapter against a server of this machine, which gives texts vectors of two
  # dimensions.

  use ExUnit.CaseTemplate

  alias ParserEngine.{Embedder, EmbeddingServer}
  alias ParserEngine.Embedder.HTTP

  @key "sk-test-0123456789abcdef"
  @identity %{model: "m", dimensions: 2}

  using do
    quote do
      use ExUnit.Case, async: true
      import ParserEngine.EmbedderCase
    end
  end

  @doc "The key that embedders here have."
  def key, do: @key

  @doc "What their vectors are called."
  def identity, do: @identity

  @doc "An embedder with a server of its own that answers as the function says."
  def embedder(answer, options \\ []) do
    port = EmbeddingServer.start(answer)
    embedder_at(EmbeddingServer.url(port), options)
  end

  @doc "An embedder that asks there."
  def embedder_at(url, options \\ []) do
    defaults = [url: url, model: "m", api_key: @key, timeout: 20_000]
    {:ok, embedder} = Embedder.validate({HTTP, Keyword.merge(defaults, options)})
    embedder
  end

  @doc "Results for documents with these codes."
  def embed(embedder, codes),
    do: Embedder.embed_documents(embedder, @identity, Enum.map(codes, &document/1))

  @doc "The vector of a query."
  def query(embedder, text), do: Embedder.embed_query(embedder, @identity, text)

  defp document(code) do
    %{name: "f", container: "", path: "p", language: "elixir", documentation: nil, code: code}
  end

  @doc "The text that the server gets of a document with that code."
  def text(code), do: "f\n" <> code

  @doc "An answer that follows from each text's number of bytes."
  def good(request), do: EmbeddingServer.vectors(request, &numbers/1)

  @doc "The numbers of a text in a good answer."
  def numbers(text), do: [byte_size(text), 1]

  @doc "The result for a document with that code, of a good answer."
  def vector_of(code) do
    [a, b] = numbers(text(code))
    length = :math.sqrt(a * a + b * b)
    {:ok, <<a / length::float-32-little, b / length::float-32-little>>}
  end

  @doc "All requests that servers have told the test since the last question."
  def requests do
    receive do
      {:request, _port, request} -> [request | requests()]
    after
      0 -> []
    end
  end

  @doc "The texts of these requests."
  def inputs, do: Enum.map(requests(), & &1.inputs)
end

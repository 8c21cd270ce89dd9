defmodule ParserEngine.Embedder.HTTP do
  @moduledoc """
  Vectors from an endpoint that is compatible with OpenAI's: theirs, Azure's, Ollama, llama.cpp, vLLM,
  text-embeddings-inference and others. Code leaves the machine, so it is used only where an option
  says so.

  | option | default | meaning |
  |---|---|---|
  | `:url` | | all of it, such as `http://localhost:11434/v1/embeddings` |
  | `:model` | | as the endpoint calls it |
  | `:api_key` | none | sent as `Authorization: Bearer …`: a string, `{:system, "VARIABLE"}`, or a function that returns it |
  | `:dimensions` | the model's | asked for, and expected |
  | `:batch_size` | `32` | texts in one request |
  | `:max_bytes` | `8_000` | longer texts are cut: a token has a byte at least, and most models take 8,192 |
  | `:timeout` | `30_000` | ms for all of a request |
  | `:headers` | `[]` | further ones, as `{name, value}`; values are given like the key |
  | `:document_prefix` | `""` | what the model wants before a document |
  | `:query_prefix` | `""` | what the model wants before what is looked for |

  A request has at most `batch_size` texts and 256,000 bytes of them. Certificates are checked,
  redirects are not followed, and an answer may have 256 KiB for each text. `HTTPS_PROXY`,
  `HTTP_PROXY` and `NO_PROXY` hold. Keys are in no error and no log; messages of the endpoint are
  shown without them.

  What goes wrong is told apart by what can be done:

  | reason | when |
  |---|---|
  | `{:embedder_busy, ms}` | 429, or 5xx with `Retry-After`; 0 where it does not say how long |
  | `{:embedder_unreachable, text}` | no connection, no answer in time, 5xx |
  | `{:embedder_denied, status, text}` | 401, 403, 404 and others: the configuration is wrong |
  | `{:embedder_answer, text}` | an answer that is not the vectors |
  | `{:embedder_refused, status, text}` | 400, 413, 422 for this text alone: lasting |
  | `:no_vector` | a vector of zeros or `null`s: lasting |

  Where a batch is refused it is halved until the text is found that is refused, unless a single
  harmless word is refused too: then the endpoint takes no such request at all (`:embedder_denied`).
  """

  @behaviour ParserEngine.Embedder

  alias ParserEngine.Embedder
  alias ParserEngine.Embedder.DocumentText
  alias ParserEngine.Embedder.HTTP.{Batch, Endpoint, Settings}

  @harmless "text"

  @impl true
  def validate_options(options) do
    with {:ok, _settings} <- Settings.new(options), do: {:ok, Settings.sealed(options)}
  end

  @impl true
  def identity(options) do
    with {:ok, settings} <- Settings.new(options),
         {:ok, dimensions} <- dimensions(settings),
         do:
           {:ok, %{model: Settings.model_identity(settings, dimensions), dimensions: dimensions}}
  end

  defp dimensions(%{dimensions: nil} = settings) do
    with {:ok, [vector]} <- harmless(settings) do
      if vector,
        do: {:ok, div(byte_size(vector), 4)},
        else: {:error, {:embedder_answer, "the vector of a word has no direction"}}
    end
  end

  defp dimensions(settings), do: {:ok, settings.dimensions}

  @impl true
  def embed_documents(documents, options) do
    with {:ok, settings} <- Settings.new(options) do
      documents
      |> Enum.map(&text(settings.document_prefix, DocumentText.build(&1), settings))
      |> Batch.split(settings.batch_size)
      |> each_batch(&embed_batch(settings, &1))
    end
  end

  @impl true
  def embed_query(query, options) do
    with {:ok, settings} <- Settings.new(options),
         :ok <- meaningful(query),
         {:ok, [vector]} <-
           Endpoint.vectors(settings, [text(settings.query_prefix, query, settings)]),
         do: result(vector)
  end

  defp meaningful(query), do: if(String.trim(query) == "", do: {:error, :no_vector}, else: :ok)

  defp text(prefix, text, settings), do: DocumentText.cut(prefix <> text, settings.max_bytes)

  @spec each_batch([[String.t()]], ([String.t()] -> outcome)) :: outcome
        when outcome: {:ok, [Embedder.result()]} | {:error, ParserEngine.Error.reason()}
  defp each_batch(batches, embed) do
    Enum.reduce_while(batches, {:ok, []}, fn batch, {:ok, done} ->
      case embed.(batch) do
        {:ok, results} -> {:cont, {:ok, done ++ results}}
        {:error, reason} -> {:halt, {:error, reason}}
      end
    end)
  end

  defp embed_batch(settings, texts) do
    case Endpoint.vectors(settings, texts) do
      {:ok, vectors} -> {:ok, Enum.map(vectors, &result/1)}
      {:error, {:embedder_refused, _, _} = refusal} -> look_for_refused(settings, texts, refusal)
      {:error, reason} -> {:error, reason}
    end
  end

  defp look_for_refused(settings, texts, refusal) do
    with {:ok, _vectors} <- harmless(settings), do: halves(settings, texts, refusal)
  end

  defp halves(_settings, [_refused], refusal), do: {:ok, [{:error, refusal}]}

  defp halves(settings, texts, _refusal) do
    texts
    |> Enum.chunk_every(div(length(texts) + 1, 2))
    |> each_batch(&half(settings, &1))
  end

  defp half(settings, texts) do
    case Endpoint.vectors(settings, texts) do
      {:ok, vectors} -> {:ok, Enum.map(vectors, &result/1)}
      {:error, {:embedder_refused, _, _} = refusal} -> halves(settings, texts, refusal)
      {:error, reason} -> {:error, reason}
    end
  end

  # Where this is refused, it is no text that is to blame.
  defp harmless(settings) do
    case Endpoint.vectors(settings, [@harmless]) do
      {:error, {:embedder_refused, status, text}} -> {:error, {:embedder_denied, status, text}}
      answer -> answer
    end
  end

  defp result(nil), do: {:error, :no_vector}
  defp result(vector), do: {:ok, vector}
end

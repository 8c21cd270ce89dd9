defmodule ParserEngine.Embedder.HTTP.Endpoint do
  @moduledoc false
  # One request. The native side sends it, keeps its limits, and says what the answer means.

  alias ParserEngine.Embedder.HTTP.{Secret, Settings}
  alias ParserEngine.{Embedder, Error, JSON, Native}
  alias ParserEngine.Native.Answer

  # The native side ends a request itself: this is for a machine that is very busy.
  @patience 10_000

  @doc "The texts' vectors, in their order; `nil` where one has no direction."
  @spec vectors(Settings.t(), [String.t()]) ::
          {:ok, [Embedder.vector() | nil]} | {:error, Error.reason()}
  def vectors(settings, texts) do
    with {:ok, headers} <- headers(settings) do
      request = %{
        url: settings.url,
        headers: headers,
        inputs: length(texts),
        dimensions: settings.dimensions,
        timeout: settings.timeout
      }

      ask(request, body(settings, texts))
    end
  end

  defp ask(request, body) do
    case Answer.wait(
           &Native.endpoint_vectors(&1, request, body),
           request.timeout + @patience
         ) do
      {:error, :timeout} -> {:error, {:embedder_unreachable, "it did not answer in time"}}
      answer -> answer
    end
  end

  defp body(settings, texts) do
    %{model: settings.model, input: texts, encoding_format: "float"}
    |> Map.merge(if settings.dimensions, do: %{dimensions: settings.dimensions}, else: %{})
    |> JSON.encode()
    |> IO.iodata_to_binary()
  end

  defp headers(settings) do
    with {:ok, key} <- authorization(settings.api_key),
         {:ok, others} <- revealed(settings.headers),
         do: {:ok, key ++ others}
  end

  defp authorization(nil), do: {:ok, []}

  defp authorization(secret) do
    with {:ok, key} <- Secret.reveal(secret, :api_key),
         do: {:ok, [{"authorization", "Bearer " <> key}]}
  end

  defp revealed(headers) do
    Enum.reduce_while(headers, {:ok, []}, fn {name, secret}, {:ok, done} ->
      case Secret.reveal(secret, :headers) do
        {:ok, value} -> {:cont, {:ok, [{name, value} | done]}}
        {:error, reason} -> {:halt, {:error, reason}}
      end
    end)
  end
end

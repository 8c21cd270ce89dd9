defmodule ParserEngine.Embedder.HTTP.Settings do
  @moduledoc false
  # The options of `ParserEngine.Embedder.HTTP`, validated.

  alias ParserEngine.Embedder.DocumentText
  alias ParserEngine.Embedder.HTTP.Secret
  alias ParserEngine.{Error, Options}

  # As OpenAI has it.
  @largest_batch 2_048
  # pgvector's columns have no more.
  @most_dimensions 16_000
  @hour 3_600_000

  @required [:url, :model]
  @enforce_keys @required
  defstruct [
    :url,
    :model,
    :api_key,
    :dimensions,
    batch_size: 32,
    max_bytes: 8_000,
    timeout: 30_000,
    headers: [],
    document_prefix: "",
    query_prefix: ""
  ]

  @type t :: %__MODULE__{
          url: String.t(),
          model: String.t(),
          api_key: Secret.t() | nil,
          dimensions: pos_integer() | nil,
          batch_size: pos_integer(),
          max_bytes: pos_integer(),
          timeout: pos_integer(),
          headers: [{String.t(), Secret.t()}],
          document_prefix: String.t(),
          query_prefix: String.t()
        }

  @doc "The struct for the options, or which option is wrong and what it should be."
  @spec new(keyword()) :: {:ok, t()} | {:error, Error.reason()}
  def new(options) do
    with :ok <- known(options),
         :ok <- Options.required(options, @required),
         :ok <- valid(options) do
      {:ok, __MODULE__ |> struct!(options) |> seal()}
    end
  end

  @doc "The same options, with secrets that are not shown."
  @spec sealed(keyword()) :: keyword()
  def sealed(options) do
    Enum.map(options, fn
      {:api_key, key} -> {:api_key, Secret.sealed(key)}
      {:headers, headers} -> {:headers, sealed_headers(headers)}
      other -> other
    end)
  end

  defp seal(settings) do
    %{
      settings
      | api_key: Secret.sealed(settings.api_key),
        headers: sealed_headers(settings.headers)
    }
  end

  defp sealed_headers(headers),
    do: Enum.map(headers, fn {name, value} -> {name, Secret.sealed(value)} end)

  @doc """
  What the vectors of documents are called.

      iex> {:ok, settings} =
      ...>   ParserEngine.Embedder.HTTP.Settings.new(url: "http://localhost:8080/v1", model: "bge-m3")
      iex> ParserEngine.Embedder.HTTP.Settings.model_identity(settings, 1024)
      "localhost:8080/bge-m3@1024/document-1/8000"
  """
  @spec model_identity(t(), pos_integer()) :: String.t()
  def model_identity(settings, dimensions) do
    recipe = "#{DocumentText.recipe()}/#{settings.max_bytes}#{prefix_identity(settings)}"
    "#{authority(settings.url)}/#{settings.model}@#{dimensions}/#{recipe}"
  end

  defp prefix_identity(%{document_prefix: ""}), do: ""

  defp prefix_identity(%{document_prefix: prefix}) do
    digest = :crypto.hash(:sha256, prefix)
    "/" <> (digest |> binary_part(0, 4) |> Base.encode16(case: :lower))
  end

  defp authority(url) do
    uri = URI.parse(url)
    if uri.port == URI.default_port(uri.scheme), do: uri.host, else: "#{uri.host}:#{uri.port}"
  end

  defp known(options),
    do: Options.known(options, Map.keys(%__MODULE__{url: nil, model: nil}) -- [:__struct__])

  defp valid(options) do
    Enum.find_value(options, :ok, fn {name, value} ->
      {valid?, expected} = rule(name)

      if valid?.(value),
        do: nil,
        else: {:error, {:invalid_option, name, shown(name, value), expected}}
    end)
  end

  defp rule(:url), do: {&url?/1, "an http or https URL without a user or a fragment"}
  defp rule(:model), do: {&(text?(&1) and &1 != ""), "a non-empty string"}

  defp rule(:api_key),
    do: {&(is_nil(&1) or Secret.secret?(&1)), "a string, {:system, variable} or a function"}

  defp rule(:headers), do: {&headers?/1, "pairs of a name and a value"}
  defp rule(:batch_size), do: within(1, @largest_batch)
  # Room for a character.
  defp rule(:max_bytes), do: within(16, 1_000_000)
  defp rule(:timeout), do: {&integer?(&1, 1, @hour), "milliseconds, at most an hour"}

  defp rule(:dimensions) do
    {&(is_nil(&1) or integer?(&1, 1, @most_dimensions)),
     "an integer from 1 to #{@most_dimensions}"}
  end

  defp rule(_prefix), do: {&text?/1, "a string"}

  defp within(least, most),
    do: {&integer?(&1, least, most), "an integer from #{least} to #{most}"}

  defp integer?(value, least, most), do: is_integer(value) and value >= least and value <= most
  defp text?(value), do: is_binary(value) and String.valid?(value)

  defp url?(value) do
    with true <- text?(value) and value =~ ~r/\A[\x21-\x7E]+\z/,
         {:ok, uri} <- URI.new(value) do
      uri.scheme in ["http", "https"] and uri.host not in [nil, ""] and
        is_nil(uri.userinfo) and is_nil(uri.fragment)
    else
      _no_url -> false
    end
  end

  defp headers?(headers), do: is_list(headers) and Enum.all?(headers, &header?/1)

  defp header?({name, value}),
    do: is_binary(name) and name =~ ~r/\A[A-Za-z0-9!#$%&'*+.^_`|~-]+\z/ and Secret.secret?(value)

  defp header?(_other), do: false

  defp shown(name, _value) when name in [:api_key, :headers], do: :hidden

  # A password may stand before the host, or a key in the query.
  defp shown(:url, value) when is_binary(value) do
    [address | _query] = String.split(value, "?", parts: 2)
    String.replace(address, ~r{//.*@}, "//***@")
  end

  defp shown(_name, value), do: value
end

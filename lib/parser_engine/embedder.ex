defmodule ParserEngine.Embedder do
  @moduledoc """
  What makes vectors of functions and of what people look for: a behaviour.

  The option `embedder` names a module, or a module with options:

      embedder: {ParserEngine.Embedder.HTTP,
                 url: "https://api.openai.com/v1/embeddings",
                 model: "text-embedding-3-small",
                 dimensions: 1536,
                 api_key: {:system, "OPENAI_API_KEY"}}

  `ParserEngine.Embedder.HTTP` asks an endpoint. An embedder of your own has three functions. They
  are called from processes that do nothing else, and may take their time. What they return is
  checked: a vector that has the wrong size, is not finite or has no direction is never stored.

  The functions of this module call an embedder and do that check.
  """

  alias ParserEngine.Embedder.Vector
  alias ParserEngine.Error

  @typedoc "A function or class, as the tables have it. `container` is `\"\"` where it has none."
  @type document :: %{
          name: String.t(),
          container: String.t(),
          path: String.t(),
          language: String.t(),
          documentation: String.t() | nil,
          code: String.t()
        }

  @typedoc "float32 in little-endian order, 4 bytes for each dimension; finite, of unit length."
  @type vector :: binary()

  @typedoc """
  What makes vectors comparable. `model` names whatever changes them: the model with its version and
  dimensions, and how a text is made of a document. Vectors with another one are made anew.
  """
  @type identity :: %{model: String.t(), dimensions: pos_integer()}

  @typedoc "What became of one document. An error is lasting: it lies in the document."
  @type result :: {:ok, vector()} | {:error, Error.reason()}

  @doc "What the vectors are called. It may ask a server: an error is transient."
  @callback identity(options :: keyword()) :: {:ok, identity()} | {:error, Error.reason()}

  @doc """
  A result for each document, in their order. A vector is kept while name, container, documentation
  and code stay: path and language should not change it. An error of the whole is transient: nothing is known of
  any of the documents then, and all are handed over again later.
  """
  @callback embed_documents([document()], options :: keyword()) ::
              {:ok, [result()]} | {:error, Error.reason()}

  @doc "The vector of what somebody looks for."
  @callback embed_query(String.t(), options :: keyword()) ::
              {:ok, vector()} | {:error, Error.reason()}

  @doc "Whether the options can be used, and how they are kept: with secrets that no `inspect` shows."
  @callback validate_options(options :: keyword()) ::
              {:ok, keyword()} | {:error, Error.reason()}

  @optional_callbacks validate_options: 1

  @callbacks [identity: 1, embed_documents: 2, embed_query: 2]

  @derive {Inspect, only: [:module]}
  @enforce_keys [:module]
  defstruct [:module, options: []]

  @typedoc "A module and its options, which are not shown."
  @type t :: %__MODULE__{module: module(), options: keyword()}

  @typedoc "What the option `embedder` may be."
  @type option :: module() | {module(), keyword()}

  @doc """
  The embedder that an option means.

      iex> ParserEngine.Embedder.validate(String)
      {:error,
       {:invalid_option, :embedder, String,
        "a module with the callbacks of ParserEngine.Embedder, or {module, options}"}}

      iex> {:error, reason} =
      ...>   ParserEngine.Embedder.validate({ParserEngine.Embedder.HTTP, url: "https://localhost"})
      iex> ParserEngine.Error.message(reason)
      "option :model is missing"
  """
  @spec validate(option() | term()) :: {:ok, t()} | {:error, Error.reason()}
  def validate(%__MODULE__{} = embedder), do: {:ok, embedder}
  def validate(module) when is_atom(module), do: validate({module, []})

  def validate({module, options}) when is_atom(module) and is_list(options) do
    if embedder?(module) and Keyword.keyword?(options),
      do: with_valid_options(module, options),
      else: invalid(module)
  end

  def validate(value) when is_binary(value), do: invalid(value)
  def validate(_value), do: invalid(:something_else)

  defp embedder?(module) do
    Code.ensure_loaded?(module) and
      Enum.all?(@callbacks, fn {name, arity} -> function_exported?(module, name, arity) end)
  end

  # Without the options, which may hold a key.
  defp invalid(shown) do
    expected = "a module with the callbacks of ParserEngine.Embedder, or {module, options}"
    {:error, {:invalid_option, :embedder, shown, expected}}
  end

  defp with_valid_options(module, options) do
    if function_exported?(module, :validate_options, 1) do
      with {:ok, options} <- module.validate_options(options), do: {:ok, new(module, options)}
    else
      {:ok, new(module, options)}
    end
  end

  defp new(module, options), do: %__MODULE__{module: module, options: options}

  @doc "What its vectors are called."
  @spec identity(t()) :: {:ok, identity()} | {:error, Error.reason()}
  def identity(embedder) do
    case call(embedder, :identity, []) do
      {:ok, %{model: model, dimensions: dimensions}}
      when is_binary(model) and model != "" and is_integer(dimensions) and dimensions > 0 ->
        {:ok, %{model: model, dimensions: dimensions}}

      {:error, reason} ->
        {:error, reason}

      _other ->
        answer("its identity is not a model and a number of dimensions")
    end
  end

  @doc """
  Results of the documents, in their order: vectors of the identity's size and of unit length.

  A call that fails has lost what it had got: hand over no more than may be asked for once more.
  """
  @spec embed_documents(t(), identity(), [document()]) ::
          {:ok, [result()]} | {:error, Error.reason()}
  def embed_documents(_embedder, _identity, []), do: {:ok, []}

  def embed_documents(embedder, identity, documents) do
    case call(embedder, :embed_documents, [documents]) do
      {:ok, results} when is_list(results) -> checked(results, length(documents), identity)
      {:error, reason} -> {:error, reason}
      _other -> answer("it returned no list of results")
    end
  end

  @doc "The vector of what somebody looks for; `:no_vector` where it has no meaning."
  @spec embed_query(t(), identity(), String.t()) :: {:ok, vector()} | {:error, Error.reason()}
  def embed_query(embedder, identity, text) do
    with {:ok, [result]} <-
           embedder |> call(:embed_query, [text]) |> List.wrap() |> checked(1, identity),
         do: result
  end

  # An exception may quote the options: its name has to do.
  defp call(%__MODULE__{module: module, options: options}, function, arguments) do
    apply(module, function, arguments ++ [options])
  rescue
    exception -> answer("#{inspect(module)} raised #{inspect(exception.__struct__)}")
  catch
    kind, _reason -> answer("#{inspect(module)} broke off (#{kind})")
  end

  defp checked(results, count, _identity) when length(results) != count,
    do: answer("#{length(results)} results for #{count} texts")

  defp checked(results, _count, identity) do
    checked = Enum.map(results, &checked_result(&1, identity.dimensions))
    Enum.find(checked, {:ok, checked}, &match?({:error, {:embedder_answer, _text}}, &1))
  end

  defp checked_result({:ok, vector}, dimensions), do: Vector.unit(vector, dimensions)
  defp checked_result({:error, reason}, _dimensions), do: {:error, reason}

  defp checked_result(_other, _dimensions),
    do: answer("a result is neither a vector nor an error")

  defp answer(text), do: {:error, {:embedder_answer, text}}
end

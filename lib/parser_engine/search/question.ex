defmodule ParserEngine.Search.Question do
  @moduledoc false
  # What is asked, and where: the options of a search, checked, and what the text of the query may be
  # besides words: a name or a path.

  alias ParserEngine.{Config, Error, Instances, Language, Store}

  @functions ~w(function method macro guard delegate)
  @types ~w(class module behaviour protocol implementation struct exception union enum trait
            interface type type_alias)
  @kinds @functions ++ @types ++ ["file"]
  # Groups of kinds by one word.
  @groups %{"function" => @functions, "type" => @types}

  @most 1_000

  @enforce_keys [:config, :text, :filter, :limit]
  defstruct @enforce_keys

  @type t :: %__MODULE__{
          config: Config.t(),
          text: String.t(),
          filter: Store.Search.filter(),
          limit: pos_integer()
        }

  @own [:codebase_id, :language, :path, :kind, :limit]

  @doc "The question, or which option is wrong."
  @spec new(String.t(), keyword()) :: {:ok, t()} | {:error, Error.reason()}
  def new(text, options) do
    {own, rest} = Keyword.split(options, @own)

    with {:ok, text} <- text(text),
         {:ok, codebases} <- strings(:codebase_id, own[:codebase_id]),
         {:ok, languages} <- among(:language, own[:language], Language.supported()),
         {:ok, kinds} <- kinds(own[:kind]),
         {:ok, path} <- path(own[:path]),
         {:ok, limit} <- limit(Keyword.get(own, :limit, 10)),
         {:ok, config} <- config(codebases, rest) do
      filter = %{
        codebases: codebases || [config.codebase_id],
        languages: languages,
        kinds: kinds,
        path: path
      }

      {:ok, %__MODULE__{config: config, text: text, filter: filter, limit: limit}}
    end
  end

  defp config(nil, options), do: Instances.config(options)
  defp config([first | _], options), do: Instances.config([codebase_id: first] ++ options)

  defp text(text) do
    if is_binary(text) and String.valid?(text) and String.trim(text) != "",
      do: {:ok, text |> String.replace("\0", " ") |> String.trim() |> String.slice(0, 2_000)},
      else: {:error, {:invalid_option, :query, text, "words to look for"}}
  end

  defp strings(_name, nil), do: {:ok, nil}

  defp strings(name, value) do
    list = List.wrap(value)

    if list != [] and Enum.all?(list, &(is_binary(&1) and &1 != "" and String.valid?(&1))),
      do: {:ok, list},
      else: {:error, {:invalid_option, name, value, "a string or several"}}
  end

  defp among(_name, nil, _known), do: {:ok, nil}

  defp among(name, value, known) do
    list = value |> List.wrap() |> Enum.map(&to_string/1)

    if list != [] and Enum.all?(list, &(&1 in known)),
      do: {:ok, list},
      else:
        {:error, {:invalid_option, name, value, "one or several of #{Enum.join(known, ", ")}"}}
  end

  defp kinds(value) do
    with {:ok, kinds} <- among(:kind, value, ["type" | @kinds]),
         do: {:ok, kinds && Enum.flat_map(kinds, &Map.get(@groups, &1, [&1]))}
  end

  # A folder, or a file; as a shell completes it, too.
  defp path(path) when path in [nil, ".", "./"], do: {:ok, nil}
  defp path("./" <> path), do: path(path)

  defp path(path) when is_binary(path) do
    path = String.trim_trailing(path, "/")
    if path != "" and String.valid?(path), do: {:ok, path}, else: wrong_path(path)
  end

  defp path(other), do: wrong_path(other)

  defp wrong_path(other),
    do: {:error, {:invalid_option, :path, other, "a path relative to the codebase's root"}}

  defp limit(limit) when is_integer(limit) and limit in 1..@most, do: {:ok, limit}

  defp limit(other),
    do: {:error, {:invalid_option, :limit, other, "an integer from 1 to #{@most}"}}

  @doc """
  The name that a text is, with what it is in.

      iex> ParserEngine.Search.Question.name("Shop.Session.valid?/1")
      {"valid?", "Shop.Session"}

      iex> ParserEngine.Search.Question.name("parse_and_store")
      {"parse_and_store", nil}

      iex> ParserEngine.Search.Question.name("where is the token checked")
      nil
  """
  @spec name(String.t()) :: {String.t(), String.t() | nil} | nil
  def name(text) do
    text = String.replace(text, ~r"(/\d+|\(\))$", "")

    if text =~ ~r/^[\p{L}_@$][\p{L}\p{N}_?!@$]*(([.#]|::)[\p{L}\p{N}_?!@$]+)*$/u do
      parts = String.split(text, ~r/\.|#|::/)
      {container, [name]} = Enum.split(parts, -1)
      {name, container(text, container)}
    end
  end

  defp container(_text, []), do: nil

  defp container(text, container),
    do: Enum.join(container, if(text =~ "::", do: "::", else: "."))

  @doc """
  The path that a text is, with a line if there is one.

      iex> ParserEngine.Search.Question.place("lib/shop/session.ex:12")
      {"lib/shop/session.ex", 12}

      iex> ParserEngine.Search.Question.place("session.ex")
      {"session.ex", nil}

      iex> ParserEngine.Search.Question.place("valid?/1")
      nil
  """
  @spec place(String.t()) :: {String.t(), pos_integer() | nil} | nil
  def place(text) do
    case Regex.run(~r/^([^\s:]+\.\w+)(?::(\d{1,9}))?(?::\d+)?$/, text) do
      [_all, path] -> known(path, nil)
      [_all, path, line] -> known(path, String.to_integer(line))
      nil -> nil
    end
  end

  # `Shop.Session` is a name.
  defp known(path, line) do
    with {:ok, _language} <- Language.detect(path), do: {path, line}, else: (_none -> nil)
  end
end

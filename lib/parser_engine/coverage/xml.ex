defmodule ParserEngine.Coverage.XML do
  @moduledoc false
  # The elements of an XML document, one after the other. Names stay strings. Nothing that a
  # document refers to is fetched, and no entity but those of XML itself means anything.

  @type event ::
          {:start, name :: String.t(), attributes :: %{String.t() => String.t()}}
          | {:text, String.t()}
          | {:end, name :: String.t()}

  @type handler(acc) :: (event(), acc -> {:ok, acc} | {:error, String.t()})

  @entities %{"lt" => "<", "gt" => ">", "amp" => "&", "quot" => "\"", "apos" => "'"}
  @spaces [?\s, ?\t, ?\r, ?\n]
  @after_name @spaces ++ [?=, ?<, ?>, ?/, ?", ?']
  @longest_entity 10

  @doc "Hands each event to `fun`; the answer to a document that is wrong tells where."
  @spec reduce(binary(), acc, handler(acc)) :: {:ok, acc} | {:error, String.t(), pos_integer()}
        when acc: term()
  def reduce(bytes, acc, fun) do
    case content(bytes, [], {acc, fun}) do
      {:ok, acc} -> {:ok, acc}
      {:error, why, rest} -> {:error, why, line_at(bytes, byte_size(bytes) - byte_size(rest))}
    end
  end

  defp line_at(bytes, offset),
    do: length(:binary.matches(binary_part(bytes, 0, offset), "\n")) + 1

  defp content("", [], {acc, _fun}), do: {:ok, acc}
  defp content("", [name | _], _state), do: {:error, "it ends within <#{cut(name)}>", ""}

  defp content(bytes, open, state) do
    {text, rest} = until(bytes, "<")

    with {:ok, text} <- decoded(text, bytes),
         {:ok, state} <- tell_text(text, state, bytes),
         do: markup(rest, open, state)
  end

  defp until(bytes, mark) do
    case :binary.match(bytes, mark) do
      {at, _length} -> {binary_part(bytes, 0, at), binary_part(bytes, at, byte_size(bytes) - at)}
      :nomatch -> {bytes, ""}
    end
  end

  defp tell_text("", state, _at), do: {:ok, state}
  defp tell_text(text, state, at), do: tell({:text, text}, state, at)

  defp tell(event, {acc, fun}, at) do
    case fun.(event, acc) do
      {:ok, acc} -> {:ok, {acc, fun}}
      {:error, why} -> {:error, why, at}
    end
  end

  defp markup("<!--" <> rest = at, open, state), do: skip(rest, "-->", at, open, state)
  defp markup("<?" <> rest = at, open, state), do: skip(rest, "?>", at, open, state)
  defp markup("<!DOCTYPE" <> rest = at, open, state), do: document_type(rest, at, open, state)

  defp markup("<![CDATA[" <> rest = at, open, state) do
    with {:ok, text, rest} <- closed(rest, "]]>", at),
         {:ok, state} <- tell_text(text, state, at),
         do: content(rest, open, state)
  end

  defp markup("</" <> rest = at, open, state) do
    with {:ok, name, rest} <- closed(rest, ">", at),
         {:ok, open} <- close(String.trim(name), open, at),
         {:ok, state} <- tell({:end, String.trim(name)}, state, at),
         do: content(rest, open, state)
  end

  defp markup("<" <> rest = at, open, state) do
    with {:ok, name, rest} <- name(rest, at),
         {:ok, attributes, ending, rest} <- attributes(rest, %{}, at),
         {:ok, state} <- tell({:start, name, attributes}, state, at) do
      begin(ending, name, rest, open, state)
    end
  end

  defp markup("", open, state), do: content("", open, state)

  defp begin(:open, name, rest, open, state), do: content(rest, [name | open], state)

  defp begin(:closed, name, rest, open, state) do
    with {:ok, state} <- tell({:end, name}, state, rest), do: content(rest, open, state)
  end

  defp skip(rest, mark, at, open, state) do
    with {:ok, _text, rest} <- closed(rest, mark, at), do: content(rest, open, state)
  end

  defp closed(bytes, mark, at) do
    case :binary.split(bytes, mark) do
      [text, rest] -> {:ok, text, rest}
      [_all] -> {:error, "it ends before #{mark}", at}
    end
  end

  # What stands in brackets defines entities: they could grow without end, or name files.
  defp document_type(rest, at, open, state) do
    with {:ok, text, rest} <- closed(rest, ">", at) do
      if String.contains?(text, "["),
        do: {:error, "a document type with definitions of its own is not read", at},
        else: content(rest, open, state)
    end
  end

  defp close(name, [name | open], _at), do: {:ok, open}
  defp close(name, [other | _], at), do: {:error, "</#{cut(name)}> ends <#{cut(other)}>", at}
  defp close(name, [], at), do: {:error, "</#{cut(name)}> ends nothing", at}

  defp name(bytes, at) do
    length = name_length(bytes, 0)
    name = binary_part(bytes, 0, length)

    cond do
      name == "" -> {:error, "a name is missing", at}
      String.valid?(name) -> {:ok, name, after_bytes(bytes, length)}
      true -> {:error, "a name that is not UTF-8", at}
    end
  end

  defp name_length(bytes, at) when at < byte_size(bytes) do
    if :binary.at(bytes, at) in @after_name, do: at, else: name_length(bytes, at + 1)
  end

  defp name_length(_bytes, at), do: at

  defp after_bytes(bytes, length), do: binary_part(bytes, length, byte_size(bytes) - length)

  defp attributes(bytes, found, at) do
    case trim(bytes) do
      ">" <> rest -> {:ok, found, :open, rest}
      "/>" <> rest -> {:ok, found, :closed, rest}
      "" -> {:error, "it ends within a tag", at}
      rest -> attribute(rest, found, at)
    end
  end

  defp attribute(bytes, found, at) do
    with {:ok, name, rest} <- name(bytes, at),
         {:ok, quote, rest} <- opening(trim(rest), at),
         {:ok, value, rest} <- closed(rest, quote, at),
         {:ok, value} <- decoded(value, at),
         do: attributes(rest, Map.put(found, name, value), at)
  end

  defp opening("=" <> rest, at) do
    case trim(rest) do
      <<quote, rest::binary>> when quote in [?", ?'] -> {:ok, <<quote>>, rest}
      _other -> {:error, "an attribute without quotes", at}
    end
  end

  defp opening(_rest, at), do: {:error, "an attribute without a value", at}

  defp trim(<<space, rest::binary>>) when space in @spaces, do: trim(rest)
  defp trim(bytes), do: bytes

  defp decoded(text, at) do
    case :binary.split(text, "&") do
      [_plain] -> utf8(text, at)
      [plain, rest] -> decoded(rest, [plain], at)
    end
  end

  defp decoded(rest, done, at) do
    with [entity, rest] when byte_size(entity) <= @longest_entity <- :binary.split(rest, ";"),
         {:ok, character} <- entity(entity) do
      case :binary.split(rest, "&") do
        [plain] -> utf8(IO.iodata_to_binary([done, character, plain]), at)
        [plain, rest] -> decoded(rest, [done, character, plain], at)
      end
    else
      _unknown -> {:error, "an entity that is not one of XML's own", at}
    end
  end

  defp entity("#x" <> digits), do: character(Integer.parse(digits, 16))
  defp entity("#" <> digits), do: character(Integer.parse(digits))
  defp entity(name), do: Map.fetch(@entities, name)

  defp character({code, ""}) when code in 1..0xD7FF or code in 0xE000..0x10FFFF,
    do: {:ok, <<code::utf8>>}

  defp character(_other), do: :error

  defp utf8(text, at),
    do: if(String.valid?(text), do: {:ok, text}, else: {:error, "text that is not UTF-8", at})

  defp cut(name), do: name |> binary_part(0, min(byte_size(name), 40)) |> inspect() |> unquoted()
  defp unquoted(text), do: String.slice(text, 1..-2//1)
end

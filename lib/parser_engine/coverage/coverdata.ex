defmodule ParserEngine.Coverage.Coverdata do
  @moduledoc false
  # What `cover:export` writes, and `mix test --cover --export-coverage` by it: one term after the
  # other, each with its size in a byte before it, or in a term of its own. Of each module there is
  # where it came from, then how often each of its lines ran. A module from a beam file, as all of
  # Elixir are, is known by its name only.

  @behaviour ParserEngine.Coverage.Format

  alias ParserEngine.Coverage.{ExternalTerm, Format}

  @version 131
  # All terms together; a packed one can claim a thousand times its size.
  @most_unpacked 536_870_912

  defstruct offset: 0, term_at: 0, left: @most_unpacked, sources: %{}, lines: %{}

  @impl true
  def recognises?(<<_size, @version, _rest::binary>>), do: true
  def recognises?(_bytes), do: false

  @impl true
  def read(bytes) do
    case terms(bytes, %__MODULE__{}) do
      {:ok, state} -> {:ok, measured(state)}
      {:error, why, at} -> bad("#{why}, at byte #{at}")
    end
  end

  defp bad(why), do: {:error, {:bad_report, :coverdata, why, 0}}

  defp terms("", state), do: {:ok, state}

  defp terms(<<size, bytes::binary>>, state) do
    with {:ok, term, rest, state} <- term(size, bytes, %{state | offset: state.offset + 1}),
         {:ok, state, rest} <- tell(term, rest, state),
         do: terms(rest, state)
  end

  defp term(size, bytes, state) when size <= byte_size(bytes) do
    <<term::binary-size(size), rest::binary>> = bytes

    case ExternalTerm.decode(term, state.left) do
      {:ok, term, unpacked} -> {:ok, term, rest, spent(state, size, unpacked)}
      {:error, why} -> {:error, why, state.offset}
    end
  end

  defp term(_size, _bytes, state), do: {:error, "it ends within a term", state.offset}

  defp spent(state, size, unpacked),
    do: %{
      state
      | term_at: state.offset,
        offset: state.offset + size,
        left: max(state.left - unpacked, 0)
    }

  # A large term's size is told by the one before it.
  defp tell({{:name, "$size"}, size}, rest, state) when is_integer(size) and size > 0 do
    with {:ok, term, rest, state} <- term(size, rest, state), do: tell_large(term, rest, state)
  end

  defp tell(term, rest, state), do: told(term, rest, state)

  defp tell_large({{:name, "$size"}, _size}, _rest, state),
    do: {:error, "a size instead of a term", state.term_at}

  defp tell_large(term, rest, state), do: told(term, rest, state)

  defp told({{:name, "file"}, {:name, module}, path}, rest, state),
    do: {:ok, put_in(state.sources[module], source(module, path)), rest}

  defp told({{{:name, "bump"}, {:name, module}, _, _, _, line}, hits}, rest, state)
       when is_integer(line) and is_integer(hits) do
    if line < 0 or hits < 0,
      do: {:error, "a negative number", state.term_at},
      else: {:ok, %{state | lines: counted(state.lines, module, line, hits)}, rest}
  end

  # The clauses of a module.
  defp told({{:name, _module}, clauses}, rest, state) when is_list(clauses),
    do: {:ok, state, rest}

  defp told(_other, _rest, state), do: {:error, "a term that cover does not write", state.term_at}

  # What the compiler has added stands in line 0.
  defp counted(lines, _module, 0, _hits), do: lines

  defp counted(lines, module, line, hits) do
    Map.update(lines, module, %{line => hits}, fn known ->
      Map.update(known, line, hits, &(&1 + hits))
    end)
  end

  defp source(module, path) do
    with true <- is_list(path) or is_binary(path),
         text when is_binary(text) and text != "" <- text(path),
         false <- Path.extname(text) == ".beam" do
      text
    else
      _no_source -> {:module, module}
    end
  end

  defp text(path) do
    :unicode.characters_to_binary(path)
  rescue
    _no_text in ArgumentError -> nil
  end

  defp measured(state) do
    for {module, source} <- state.sources, reduce: %{} do
      found ->
        lines = Map.get(state.lines, module, %{})
        Map.update(found, name(source), lines, &Format.add(&1, lines))
    end
  end

  # As it is written in Elixir.
  defp name({:module, "Elixir." <> name}), do: {:module, name}
  defp name(source), do: source
end

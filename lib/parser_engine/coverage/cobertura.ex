defmodule ParserEngine.Coverage.Cobertura do
  @moduledoc false
  # Cobertura's XML: classes with a file name, and in them lines with their hits. Lines of methods
  # are those of their class once more, or the lines that methods are declared in; only where a class
  # has no others do they count.

  @behaviour ParserEngine.Coverage.Format

  alias ParserEngine.Coverage.{Format, Natural, XML}

  defstruct root: nil,
            source: nil,
            sources: [],
            file: nil,
            methods?: false,
            method_lines: %{},
            lines: %{},
            found: %{}

  @impl true
  def recognises?(bytes) do
    start = bytes |> binary_part(0, min(byte_size(bytes), 4096)) |> String.trim_leading()
    String.starts_with?(start, "<") and start =~ ~r/<coverage[\s>]/
  end

  @impl true
  def read(bytes) do
    case XML.reduce(bytes, %__MODULE__{}, &event/2) do
      {:ok, %{root: nil}} -> bad("it has no element", 0)
      {:ok, state} -> {:ok, placed(state)}
      {:error, why, line} -> bad(why, line)
    end
  end

  defp bad(why, line), do: {:error, {:bad_report, :cobertura, why, line}}

  defp event({:start, "coverage", attributes}, %{root: nil} = state), do: root(attributes, state)

  defp event({:start, name, _attributes}, %{root: nil}),
    do: {:error, "its root is #{Natural.quote_start(name)}, not \"coverage\""}

  defp event({:start, "source", _attributes}, state), do: {:ok, %{state | source: []}}

  defp event({:text, text}, %{source: [_ | _] = said} = state),
    do: {:ok, %{state | source: [text | said]}}

  defp event({:text, text}, %{source: []} = state), do: {:ok, %{state | source: [text]}}

  defp event({:end, "source"}, %{source: said} = state) when said != nil do
    source = said |> Enum.reverse() |> IO.iodata_to_binary() |> String.trim()
    {:ok, %{state | source: nil, sources: [source | state.sources]}}
  end

  defp event({:start, "class", %{"filename" => file}}, state) when file != "",
    do: {:ok, %{state | file: file, lines: %{}, method_lines: %{}}}

  defp event({:start, "class", _attributes}, _state), do: {:error, "a class without a file name"}

  defp event({:start, "methods", _attributes}, state), do: {:ok, %{state | methods?: true}}
  defp event({:end, "methods"}, state), do: {:ok, %{state | methods?: false}}

  defp event({:start, "line", attributes}, %{file: file} = state) when file != nil,
    do: line(attributes, state)

  defp event({:end, "class"}, %{file: file} = state) when file != nil do
    lines = if state.lines == %{}, do: state.method_lines, else: state.lines
    found = Map.update(state.found, file, lines, &Format.add(&1, lines))
    {:ok, %{state | file: nil, found: found}}
  end

  defp event(_other, state), do: {:ok, state}

  # Clover's root has the same name, and its elements others.
  defp root(%{"clover" => _version}, _state), do: {:error, "it is a report of Clover"}
  defp root(_attributes, state), do: {:ok, %{state | root: "coverage"}}

  defp line(%{"number" => number, "hits" => hits}, state) do
    with {:ok, number} <- Natural.parse(number),
         {:ok, hits} <- Natural.parse(hits) do
      field = if state.methods?, do: :method_lines, else: :lines
      {:ok, Map.update!(state, field, &counted(&1, number, hits))}
    end
  end

  defp line(_attributes, _state), do: {:error, "a line without number or hits"}

  defp counted(lines, 0, _hits), do: lines
  defp counted(lines, number, hits), do: Map.update(lines, number, hits, &max(&1, hits))

  # Of several sources nobody says which one a file lies in.
  defp placed(state) do
    case Enum.uniq(state.sources) do
      [source] when source not in ["", "."] ->
        for {file, lines} <- state.found, reduce: %{} do
          found -> Map.update(found, below(source, file), lines, &Format.add(&1, lines))
        end

      _none_or_several ->
        state.found
    end
  end

  defp below(source, file), do: if(absolute?(file), do: file, else: source <> "/" <> file)
  defp absolute?(file), do: file =~ ~r{\A([/\\]|[A-Za-z]:[/\\])}
end

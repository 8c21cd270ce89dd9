defmodule ParserEngine.Fallback.Outline do
  @moduledoc false
  # What an Elixir file defines and uses, from its quoted form.
  #
  # Elixir keeps no byte positions, so those are nil. A name that is computed (`use unquote(x)`) is
  # no import, and a definition with a computed name is called "unquote". A definition without
  # `end` that is the last of its block ends where the last thing in it starts of which Elixir keeps
  # the line: numbers, strings and names of keys are not among those.

  alias ParserEngine.Fallback.Quoted

  @modules %{
    "defmodule" => :module,
    "defprotocol" => :protocol,
    "defimpl" => :implementation
  }
  @data %{"defstruct" => :struct, "defexception" => :exception}
  @functions %{
    "def" => {:function, :public},
    "defp" => {:function, :private},
    "defmacro" => {:macro, :public},
    "defmacrop" => {:macro, :private},
    "defguard" => {:guard, :public},
    "defguardp" => {:guard, :private},
    "defdelegate" => {:delegate, :public}
  }
  @imports ~w(alias import require use)

  @function_kinds [:function, :macro, :guard, :delegate]

  @type t :: %{symbols: [map], imports: [map], exports: [map]}

  @spec read(Quoted.t(), String.t()) :: t
  def read(quoted, text) do
    state = %{
      lines: text |> String.split("\n") |> List.to_tuple(),
      frames: [],
      documented: false,
      symbols: [],
      imports: [],
      documented_modules: MapSet.new()
    }

    {_quoted, state} = Macro.traverse(quoted, state, &enter/2, &leave/2)
    symbols = state.symbols |> Enum.reverse() |> join_clauses() |> Enum.map(&document(&1, state))

    %{
      symbols: Enum.map(symbols, &Map.delete(&1, :exported)),
      imports: Enum.reverse(state.imports),
      exports: for(%{exported: true} = symbol <- symbols, do: export(symbol))
    }
  end

  @doc "Whether a symbol belongs in the `functions` column."
  @spec function?(map) :: boolean
  def function?(symbol), do: symbol.kind in @function_kinds

  @doc "Whether a symbol belongs in the `classes` column."
  @spec class?(map) :: boolean
  def class?(symbol), do: symbol.kind in [:module, :implementation]

  defp enter({{:atom, name}, _meta, arguments} = call, state) when is_list(arguments) do
    {call, call(name, call, state)}
  end

  defp enter({:@, _meta, [{{:atom, "doc"}, _, [text]}]} = attribute, state) do
    {attribute, %{state | documented: documentation?(text)}}
  end

  defp enter({:@, _meta, [{{:atom, "moduledoc"}, _, [text]}]} = attribute, state) do
    {attribute, if(documentation?(text), do: document_module(state), else: state)}
  end

  defp enter(other, state), do: {other, state}

  defp leave({{:atom, name}, _meta, arguments} = call, state)
       when is_list(arguments) and (is_map_key(@modules, name) or name == "quote") do
    {call, %{state | frames: tl(state.frames)}}
  end

  defp leave(other, state), do: {other, state}

  defp call(name, call, state) when is_map_key(@modules, name) do
    kind = Map.fetch!(@modules, name)
    module = module_name(kind, call, state)
    state = if module, do: add(state, symbol(kind, module, call, state)), else: state
    %{state | frames: [{kind, module || enclosing(state)} | state.frames], documented: false}
  end

  defp call("quote", _call, state), do: %{state | frames: [:quote | state.frames]}

  defp call(name, call, state) when is_map_key(@data, name) do
    case enclosing(state) do
      nil -> state
      module -> add(state, symbol(Map.fetch!(@data, name), module, call, state))
    end
  end

  defp call(name, {_, _, [head | _]} = call, state) when is_map_key(@functions, name) do
    case head |> without_guard() |> name_and_arity() do
      nil -> state
      name_and_arity -> define(Map.fetch!(@functions, name), name_and_arity, call, state)
    end
  end

  defp call(kind, {_, meta, [target | options]}, state) when kind in @imports do
    import = %{kind: kind, line: meta[:line]}
    names = given_names(options, state)
    import = if names == [], do: import, else: Map.put(import, :names, names)
    sources = for source <- sources(target, state), do: Map.put(import, :source, source)
    %{state | imports: Enum.reverse(sources, state.imports)}
  end

  defp call(_name, _call, state), do: state

  defp define({kind, visibility}, {name, arity}, call, state) do
    symbol = symbol(kind, name, call, state)

    add(
      %{state | documented: false},
      Map.merge(symbol, %{
        visibility: visibility,
        documented: state.documented,
        parameters: arity,
        lines: symbol.end_line - symbol.start_line + 1,
        exported: visibility == :public and offers?(state.frames)
      })
    )
  end

  # An implementation is reached through its protocol, and a quote defines something elsewhere.
  defp offers?(frames),
    do: :quote not in frames and not match?([{:implementation, _} | _], frames)

  defp symbol(kind, name, {_, meta, _} = call, state) do
    %{
      name: name,
      kind: kind,
      start_line: meta[:line],
      end_line: end_line(call),
      start_byte: nil,
      end_byte: nil,
      signature: signature(elem(state.lines, meta[:line] - 1)),
      visibility: nil,
      documented: false,
      parent: enclosing(state)
    }
  end

  defp add(state, symbol), do: %{state | symbols: [symbol | state.symbols]}

  # As Elixir's users speak of a function.
  defp export(%{name: name, parameters: arity} = symbol),
    do: %{name: "#{name}/#{arity}", kind: symbol.kind, line: symbol.start_line}

  defp enclosing(state) do
    Enum.find_value(state.frames, fn
      {_kind, name} -> name
      :quote -> nil
    end)
  end

  defp module_name(:implementation, {_, _, [protocol | options]}, state) do
    protocol = text(protocol, state)
    target = options |> option("for") |> text(state) || enclosing(state)
    protocol && Enum.join([protocol | List.wrap(target)], ".")
  end

  defp module_name(_kind, {_, _, [{:__aliases__, _, _} = name | _]}, state) do
    case {text(name, state), enclosing(state)} do
      {nil, _} -> nil
      {name, nil} -> name
      {name, outer} -> if absolute?(name, outer), do: name, else: outer <> "." <> name
    end
  end

  defp module_name(_kind, {_, _, arguments}, state), do: text(List.first(arguments), state)

  # `__MODULE__.Name` has been spelled out already.
  defp absolute?(name, outer), do: String.starts_with?(name, outer <> ".")

  defp text({:__aliases__, _, parts}, state) do
    parts = Enum.map(parts, &part(&1, state))
    if Enum.all?(parts), do: Enum.join(parts, ".")
  end

  defp text({{:atom, "__MODULE__"}, _, context}, state) when is_atom(context) do
    enclosing(state) || "__MODULE__"
  end

  defp text({:atom, name}, _state), do: ":" <> name
  defp text(_computed, _state), do: nil

  defp part({:atom, name}, _state), do: name
  defp part(quoted, state), do: text(quoted, state)

  defp sources({{:., _, [left, :{}]}, _, members}, state) do
    for prefix <- List.wrap(text(left, state)),
        member <- members,
        name <- List.wrap(text(member, state)),
        do: prefix <> "." <> name
  end

  defp sources(target, state), do: target |> text(state) |> List.wrap()

  defp given_names(options, state) do
    case {option(options, "as"), option(options, "only")} do
      {nil, only} when is_list(only) -> Enum.flat_map(only, &imported_name/1)
      {as, _} -> as |> text(state) |> List.wrap()
    end
  end

  defp imported_name({name, arity}) when is_integer(arity) do
    ["#{Quoted.name(name)}/#{arity}"]
  end

  defp imported_name(_computed), do: []

  defp option(options, wanted) do
    Enum.find_value(List.flatten(options), fn
      {key, value} -> if Quoted.name(key) == wanted, do: value
      _ -> nil
    end)
  end

  defp without_guard({:when, _, [head, _guard]}), do: head
  defp without_guard(head), do: head

  defp name_and_arity({{:atom, "unquote"}, _, _}), do: {"unquote", 0}

  defp name_and_arity({form, _, arguments}) do
    {Quoted.name(form) || "unquote", if(is_list(arguments), do: length(arguments), else: 0)}
  end

  defp name_and_arity(_literal), do: nil

  # `@doc false` hides, `@doc since: "1.2"` says nothing about what a function does.
  defp documentation?(text), do: text != false and not is_list(text)

  defp document_module(state) do
    %{state | documented_modules: MapSet.put(state.documented_modules, enclosing(state))}
  end

  defp document(%{kind: kind} = symbol, state)
       when kind in [:module, :protocol, :implementation] do
    %{symbol | documented: symbol.name in state.documented_modules}
  end

  defp document(symbol, _state), do: symbol

  defp end_line({_, meta, _} = call) do
    meta[:end][:line] || meta[:end_of_expression][:line] || last_line(call)
  end

  defp last_line(call) do
    {_call, line} = Macro.prewalk(call, 0, &{&1, max(&2, own_last_line(&1))})
    line
  end

  defp own_last_line({_, meta, _}) when is_list(meta) do
    [meta[:line], meta[:end][:line], meta[:closing][:line]]
    |> Enum.reject(&is_nil/1)
    |> Enum.max(fn -> 0 end)
  end

  defp own_last_line(_literal), do: 0

  defp signature(line) do
    line |> String.trim() |> String.replace(~r/(,\s*do:.*|\s+do)$/u, "") |> String.slice(0, 200)
  end

  defp join_clauses(symbols) do
    {first_clauses, joined} = Enum.reduce(symbols, {[], %{}}, &join_clause/2)
    first_clauses |> Enum.reverse() |> Enum.map(&Map.fetch!(joined, &1))
  end

  defp join_clause(symbol, {order, joined}) do
    key = clause_key(symbol)

    case joined do
      %{^key => first} -> {order, %{joined | key => joined(first, symbol)}}
      _ -> {[key | order], Map.put(joined, key, symbol)}
    end
  end

  defp clause_key(symbol) do
    if function?(symbol), do: {symbol.parent, symbol.name, symbol.parameters}, else: make_ref()
  end

  defp joined(first, clause) do
    %{
      first
      | end_line: clause.end_line,
        lines: first.lines + clause.lines,
        documented: first.documented or clause.documented
    }
  end
end

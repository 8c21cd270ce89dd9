# elixir.exs FOLDER: cognitive complexity, nesting and functions of Elixir, on Elixir's own parser.
#
# Nesting is Credo's, which overlooks what stands in pairs and lists; this does not.
# Every clause of a function is a row. What is quoted counts nothing into the function around it.

defmodule Clauses do
  @definitions [:def, :defp, :defmacro, :defmacrop]
  @without_clauses [:defguard, :defguardp, :defdelegate]
  @boolean [:and, :or, :&&, :||]
  @nesting [:if, :unless, :case, :cond, :fn, :for, :with]
  @parts [:do, :else, :after, :rescue, :catch]

  def measure(path) do
    case Code.string_to_quoted(File.read!(path)) do
      {:ok, tree} ->
        clauses = clauses(tree, [])
        functions = Enum.uniq_by(clauses, &{&1.module, &1.name, &1.arity})
        row([path, "-", 1, "functions", length(functions)])

        for it <- functions, do: row([path, it.name, it.line, "parameters", it.arity])

        for it <- clauses, it.definition in @definitions do
          row([path, it.name, it.line, "cognitive", cognitive(it.code, 0)])
          row([path, it.name, it.line, "nesting", nesting(it.code)])
        end

      {:error, error} ->
        IO.puts(:stderr, "#{path}: #{inspect(error)}")
    end
  end

  defp row(fields), do: IO.puts(Enum.join(fields, "\t"))

  # --- definitions

  defp clauses({:defmodule, _, [name | rest]}, module),
    do: clauses(rest, [Macro.to_string(name) | module])

  defp clauses({:defimpl, _, [name | rest]}, module),
    do: clauses(rest, [Macro.to_string({name, rest}) | module])

  # Definitions in a quote are rows too, as in Credo.
  defp clauses({definition, meta, [head | rest]}, module)
       when definition in @definitions or definition in @without_clauses do
    {signature, guards} = without_guards(head)
    {name, arity} = name_and_arity(signature)
    # A function's own rescue, catch and else are those of a try.
    body =
      for parts <- rest, do: if(Keyword.keyword?(parts), do: {:try, [], [parts]}, else: parts)

    line = meta[:line]

    [
      %{
        definition: definition,
        module: module,
        name: name,
        arity: arity,
        line: line,
        code: guards ++ body
      }
      | clauses(rest, module)
    ]
  end

  defp clauses({name, _, arguments}, module),
    do: clauses(name, module) ++ clauses(arguments, module)

  defp clauses({one, other}, module), do: clauses(one, module) ++ clauses(other, module)
  defp clauses(list, module) when is_list(list), do: Enum.flat_map(list, &clauses(&1, module))
  defp clauses(_, _), do: []

  defp without_guards({:when, _, [signature | guards]}), do: {signature, guards}
  defp without_guards(signature), do: {signature, []}

  defp name_and_arity({name, _, arguments}) when is_list(arguments),
    do: {name_of(name), length(arguments)}

  defp name_and_arity({name, _, _}), do: {name_of(name), 0}

  defp name_of(name) when is_atom(name), do: name
  defp name_of(name), do: name |> Macro.to_string() |> String.replace(~r/\s+/, " ")

  # --- cognitive complexity; `level` is how deep the code is nested

  defp cognitive({operator, _, [_, _]} = expression, level) when operator in @boolean do
    {operators, operands} = flatten(expression)
    length(Enum.dedup(operators)) + cognitive(operands, level)
  end

  defp cognitive({branch, _, [_ | _] = arguments}, level) when branch in [:if, :unless] do
    {head, parts} = split(arguments)
    alternative = if Keyword.has_key?(parts, :else), do: 1, else: 0
    1 + level + alternative + cognitive(head, level) + inside(parts, level)
  end

  defp cognitive({choice, _, [_ | _] = arguments}, level)
       when choice in [:case, :cond, :receive, :for] do
    case split(arguments) do
      {head, []} -> cognitive(head, level)
      {head, parts} -> 1 + level + cognitive(head, level) + inside(parts, level)
    end
  end

  defp cognitive({:with, _, [_ | _] = arguments}, level) do
    {head, parts} = split(arguments)
    {alternative, body} = Keyword.split(parts, [:else])
    structure = if alternative == [], do: 0, else: 1 + level

    structure + cognitive(head, level) + cognitive(Keyword.values(body), level) +
      inside(alternative, level)
  end

  defp cognitive({:try, _, [parts]}, level) when is_list(parts) do
    for {part, code} <- parts, reduce: 0 do
      sum when part in [:rescue, :catch, :else] -> sum + 1 + level + cognitive(code, level + 1)
      sum -> sum + cognitive(code, level)
    end
  end

  defp cognitive({:fn, _, clauses}, level) do
    structure = if length(clauses) > 1, do: 1 + level, else: 0
    structure + cognitive(clauses, level + 1)
  end

  defp cognitive({mute, _, _}, _) when mute in [:quote | @definitions], do: 0

  defp cognitive({name, _, arguments}, level),
    do: cognitive(name, level) + cognitive(arguments, level)

  defp cognitive({one, other}, level), do: cognitive(one, level) + cognitive(other, level)

  defp cognitive(list, level) when is_list(list),
    do: list |> Enum.map(&cognitive(&1, level)) |> Enum.sum()

  defp cognitive(_, _), do: 0

  # Options of a `for`, such as `into:`, are not inside of it.
  defp inside(parts, level) do
    for {part, code} <- parts, reduce: 0 do
      sum when part in @parts -> sum + cognitive(code, level + 1)
      sum -> sum + cognitive(code, level)
    end
  end

  defp split(arguments) do
    {head, [last]} = Enum.split(arguments, -1)

    if Keyword.keyword?(last) and Keyword.has_key?(last, :do),
      do: {head, last},
      else: {arguments, []}
  end

  defp flatten({operator, _, [left, right]}) when operator in @boolean do
    {left_operators, left_operands} = flatten(left)
    {right_operators, right_operands} = flatten(right)
    {left_operators ++ [meaning(operator)] ++ right_operators, left_operands ++ right_operands}
  end

  defp flatten({:__block__, _, [inner]}), do: flatten(inner)
  defp flatten(operand), do: {[], [operand]}

  defp meaning(operator) when operator in [:and, :&&], do: :and
  defp meaning(_), do: :or

  # --- nesting

  defp nesting({name, _, [_ | _] = arguments}) when name in @nesting, do: 1 + nesting(arguments)
  defp nesting({name, _, arguments}), do: max(nesting(name), nesting(arguments))
  defp nesting({one, other}), do: max(nesting(one), nesting(other))
  defp nesting([_ | _] = list), do: list |> Enum.map(&nesting/1) |> Enum.max()
  defp nesting(_), do: 0
end

[folder] = System.argv()
folder |> Path.join("**/*.{ex,exs}") |> Path.wildcard() |> Enum.each(&Clauses.measure/1)

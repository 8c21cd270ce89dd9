# credo.exs FOLDER: cyclomatic complexity and nesting of Elixir, by Credo's own checks.

defmodule Adapter do
  alias Credo.Check.Refactor.{CyclomaticComplexity, Nesting}

  @definitions [:def, :defp, :defmacro]

  def measure(path) do
    text = File.read!(path)

    with {:ok, tree} <- Code.string_to_quoted(text, columns: true) do
      clauses = clauses(tree)

      for clause <- clauses do
        row(path, clause, "cyclomatic", round(CyclomaticComplexity.complexity_for(clause)))
      end

      nesting = nesting(Credo.SourceFile.parse(text, path), Enum.sort(Enum.map(clauses, &line/1)))
      for clause <- clauses, do: row(path, clause, "nesting", Map.get(nesting, line(clause), 0))
    else
      {:error, error} -> IO.puts(:stderr, "#{path}: #{inspect(error)}")
    end
  end

  defp clauses(tree) do
    {_, clauses} = Macro.prewalk(tree, [], &collect/2)
    Enum.reverse(clauses)
  end

  defp collect({name, _, [_ | _]} = clause, clauses) when name in @definitions,
    do: {clause, [clause | clauses]}

  defp collect(node, clauses), do: {node, clauses}

  # The check tells the line of a clause's deepest block: it belongs to the clause begun last.
  defp nesting(source_file, lines) do
    for issue <- Nesting.run(source_file, max_nesting: 0),
        [_, depth] = Regex.run(~r/was (\d+)/, issue.message),
        reduce: %{} do
      depths ->
        line = lines |> Enum.take_while(&(&1 <= issue.line_no)) |> List.last()
        Map.update(depths, line, String.to_integer(depth), &max(&1, String.to_integer(depth)))
    end
  end

  defp line({_, meta, _}), do: meta[:line]

  defp row(path, clause, metric, value),
    do: IO.puts(Enum.join([path, name(clause), line(clause), metric, value], "\t"))

  defp name({_, _, [head | _]}), do: name_of_head(head)

  defp name_of_head({:when, _, [head | _]}), do: name_of_head(head)
  defp name_of_head({name, _, _}) when is_atom(name), do: name
  defp name_of_head(_), do: "unquote"
end

{:ok, _} = Application.ensure_all_started(:credo)
[folder] = System.argv()
folder |> Path.join("**/*.{ex,exs}") |> Path.wildcard() |> Enum.each(&Adapter.measure/1)

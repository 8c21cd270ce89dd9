defmodule ParserEngine.Fallback.OutlineTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Fallback.{Outline, Quoted}

  defp outline(text) do
    {:ok, quoted} = Quoted.parse(text)
    Outline.read(quoted, text)
  end

  defp lines(symbols) do
    for s <- symbols, do: {s.kind, s.name, s.start_line, s.end_line, s.parent}
  end

  test "modules, data and functions in file order" do
    outline =
      outline("""
      defmodule Shop.Cart do
        @moduledoc "Holds items."
        defstruct [:items]

        @doc "Adds."
        @spec add(t, item) :: t
        def add(cart, item) when is_map(item) do
          [item | cart]
        end

        defp empty?, do: true

        defmodule Item do
          @doc false
          defmacro price(x, y \\\\ 1), do: {x, y}
        end

        def left ~> right, do: {left, right}
      end

      defimpl Enumerable, for: Shop.Cart do
        def count(cart),
          do: length(cart.items)
      end
      """)

    assert lines(outline.symbols) == [
             {:module, "Shop.Cart", 1, 19, nil},
             {:struct, "Shop.Cart", 3, 3, "Shop.Cart"},
             {:function, "add", 7, 9, "Shop.Cart"},
             {:function, "empty?", 11, 11, "Shop.Cart"},
             {:module, "Shop.Cart.Item", 13, 16, "Shop.Cart"},
             {:macro, "price", 15, 15, "Shop.Cart.Item"},
             {:function, "~>", 18, 18, "Shop.Cart"},
             {:implementation, "Enumerable.Shop.Cart", 21, 24, nil},
             {:function, "count", 22, 23, "Enumerable.Shop.Cart"}
           ]

    functions = Enum.filter(outline.symbols, &Outline.function?/1)
    assert Enum.map(functions, & &1.parameters) == [2, 0, 2, 2, 1]
    assert Enum.map(functions, & &1.visibility) == [:public, :private, :public, :public, :public]
    assert Enum.map(functions, & &1.documented) == [true, false, false, false, false]
    assert Enum.map(functions, & &1.lines) == [3, 1, 1, 1, 2]
    assert hd(functions).signature == "def add(cart, item) when is_map(item)"

    modules = Enum.filter(outline.symbols, &Outline.class?/1)
    assert Enum.map(modules, & &1.documented) == [true, false, false]
    assert Enum.map(outline.exports, & &1.name) == ~w(add/2 price/2 ~>/2)
  end

  test "clauses of one function are one symbol, of another arity another" do
    outline =
      outline("""
      defmodule A do
        def f(0), do: 1
        @doc "late"
        def f(n),
          do: n
        def f(a, b), do: a + b
      end
      """)

    assert [first, second] = Enum.filter(outline.symbols, &Outline.function?/1)
    assert {first.start_line, first.end_line, first.lines, first.documented} == {2, 5, 3, true}
    assert {second.parameters, second.documented} == {2, false}
  end

  test "imports, with the names that they bring" do
    outline =
      outline("""
      defmodule A do
        alias Shop.{Cart, Item}
        alias Shop.Order, as: O
        alias __MODULE__.Inner
        import Enum, only: [map: 2, sum: 1]
        require Logger
        use GenServer, restart: :transient
        use unquote(x)
      end
      """)

    assert Enum.map(outline.imports, &{&1.kind, &1.source, &1.line, Map.get(&1, :names)}) == [
             {"alias", "Shop.Cart", 2, nil},
             {"alias", "Shop.Item", 2, nil},
             {"alias", "Shop.Order", 3, ["O"]},
             {"alias", "A.Inner", 4, nil},
             {"import", "Enum", 5, ["map/2", "sum/1"]},
             {"require", "Logger", 6, nil},
             {"use", "GenServer", 7, nil}
           ]
  end

  test "what is quoted is for others to define" do
    outline =
      outline("""
      defmodule A do
        defmacro __using__(_) do
          quote do
            def injected(x), do: x
            def unquote(name)(y), do: y
          end
        end
      end
      """)

    assert Enum.map(outline.symbols, & &1.name) == ~w(A __using__ injected unquote)
    assert Enum.map(outline.exports, & &1.name) == ~w(__using__/1)
  end

  test "words that only look like definitions define nothing" do
    text = "def = 1\ndefmodule\nx.def(1)\n[def: 2]\nuse\nalias()\ndef()\ndef 1\nimport\n"
    assert %{symbols: [], imports: [], exports: []} = outline(text)
  end
end

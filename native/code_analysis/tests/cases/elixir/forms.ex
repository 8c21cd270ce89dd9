defmodule Forms do
  @moduledoc false
  # What looks alike and is not: the number in each name is its cyclomatic complexity.

  def one_pipes(a), do: a |> case_of() |> if_then() |> Enum.filter(& &1)
  def one_captures, do: [&if/2, &and/2, &Kernel.||/2, &(&1 + &2), &for/1]
  def one_remote(a), do: Kernel.if(a, do: 1) |> Mod.case(do: 1)
  def one_variables(if, case), do: if + case
  def one_keys, do: [if: 1, and: 2, case: %{or: 3, for: 4}]
  def one_atoms, do: {:if, :and, :"case x do", :||, :&&}
  def one_string, do: "if a, do: b && c"
  def one_sigil, do: ~w(if and case) ++ ~r/a||b && c/ ++ ~S(a #{if a, do: b && c})

  def one_heredoc do
    """
    def no, do: a && b
    if a do
    """
  end

  def three_interpolation(a), do: "#{if a && true, do: 1}"
  def two_guard(a) when a in [1, 2] and is_integer(a), do: a
  def two_default(a \\ nil || 1), do: a
  def one_head(a, b \\ 1)
  def one_head(a, _), do: a
  def one_no_arguments, do: 1
  def one_pattern(%{a: [b | _], c: <<d, _::binary>>} = e), do: {b, d, e}
  def one_bits(a), do: Bitwise.&&&(a, 1) |> Bitwise.|||(2)
  def one_comprehension_free(a), do: Enum.into(a, %{})
  def three_one_line(a), do: if(a, do: 1, else: if(a, do: 2))
  def unquote(:"one dynamic")(a), do: a

  def three_block(a) do
    (
      b = a && 1
      b || 2
    )
  end

  defguard is_one(a) when is_integer(a) and a == 1
  defguardp is_two(a) when is_integer(a) and a == 2
  defdelegate count(a), to: Enum
  defmacro one_macro(a), do: a
  defmacrop two_macro(a), do: if(a, do: 1)

  # if 1, def 1 and its if 1, the macro itself 1
  defmacro four_quote(a) do
    quote do
      if unquote(a), do: 1

      def two_in_quote(b), do: if(b, do: unquote(a))
    end
  end

  # spliced clauses count as one
  defmacro two_unquoted_clauses(a, clauses) do
    quote do
      case unquote(a) do
        unquote(clauses)
      end
    end
  end

  defmacro two_unquoted_keyword(a, clauses) do
    quote(do: case(unquote(a), do: unquote(clauses)))
  end

  def three_commented_case(a) do
    case a do
      # first
      1 -> 1
      # second
      _ -> 2
    end
  end

  # named like constructs: heads are no conditions
  def if(a, do: b), do: {a, b}
  def for(a) when is_atom(a), do: a
  def with(a) do
    a
  end
end

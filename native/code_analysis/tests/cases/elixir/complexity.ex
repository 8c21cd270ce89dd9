defmodule Complexity do
  # Each function is named after its hand-counted cyclomatic complexity.

  def one_plain(a), do: a
  def one_with_else(a) do
    with {:ok, b} <- a, {:ok, c} <- b do
      c
    else
      :error -> nil
      _ -> 0
    end
  end

  def one_rescue(a) do
    a.()
  rescue
    ArgumentError -> 1
    _ -> 2
  catch
    :exit, _ -> 3
  end

  def one_receive do
    receive do
      :a -> 1
      :b -> 2
    end
  end

  def one_fn_clauses(a), do: Enum.map(a, fn
    1 -> 2
    _ -> 3
  end)

  def one_pipes_and_captures(a), do: a |> Enum.reduce(&and/2) |> Kernel.if(do: 1)

  def two_if(a), do: if(a, do: 1, else: 2)
  def two_unless(a) do
    unless a do
      1
    end
  end
  def two_for_with_filter(a), do: for(x <- a, x > 1, do: x)
  def two_try(a) do
    try do
      a.()
    rescue
      _ -> 1
    end
  end
  def two_guard(a) when is_atom(a) and a != nil, do: a

  def three_case(a) do
    case a do
      1 -> :one
      _ -> :other
    end
  end

  def three_case_in_keyword(a), do: a |> case(do: (1 -> :one; _ -> :other))

  def four_cond(a, b) do
    cond do
      a -> 1
      b -> 2
      true -> 3
    end
  end

  def five_operators(a, b), do: (a && b) || (a and b) or nil

  def six_nested(a, b) do
    if a do
      case b do
        1 -> if a, do: 1, else: 2
        2 -> Enum.map(b, fn x -> x end)
        _ -> 3
      end
    end
  end

  def clauses(:one), do: 1
  def clauses(:two), do: if(true, do: 2)
  def clauses(_), do: 3
  def clauses(a, b), do: a || b
end

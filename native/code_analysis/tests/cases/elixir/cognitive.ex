defmodule Cognitive do
  # Each function is named after its hand-counted cognitive complexity.

  def zero(a), do: a |> Enum.map(& &1) |> Enum.sum()
  def one_if(a), do: if(a, do: 1)
  def two_if_else(a), do: if(a, do: 1, else: 2)

  def two_unless_else(a) do
    unless a do
      1
    else
      2
    end
  end

  # 1, 1 for else, 2 inside else
  def four_if_in_else(a, b) do
    if a do
      1
    else
      if b do
        2
      end
    end
  end

  # the same in keywords
  def four_if_in_else_keyword(a, b), do: if(a, do: 1, else: if(b, do: 2))

  # conditions do not nest: 1 and 1
  def two_if_in_condition(a, b) do
    if if(a, do: b) do
      1
    end
  end

  # 1 for case, 2 for if
  def three_if_in_case(a) do
    case a do
      1 -> 1
      b -> if b, do: 2
    end
  end

  def three_if_in_case_keyword(a, b), do: case(a, do: (_ -> if(b, do: 2)))

  def three_if_in_cond(a) do
    cond do
      a -> if a.b, do: 1
      true -> 2
    end
  end

  # 1 for receive, 2 for if, 2 for if in after
  def five_receive(a) do
    receive do
      b -> if b, do: 1
    after
      0 -> if a, do: 2
    end
  end

  def one_receive_after_only, do: receive(do: nil, after: (0 -> :ok))

  # 1 for for, 2 for if; the generator and the filter do not nest: 1
  def four_for(a, b) do
    for x <- if(b, do: a), into: %{} do
      if x, do: {x, x}
    end
  end

  def three_for_keyword(a), do: for(x <- a, do: if(x, do: x))

  # with without else is free and does not nest: 1
  def one_with(a) do
    with {:ok, b} <- a do
      if b, do: 1
    end
  end

  # 1 for with, 1 in do, 2 in else
  def four_with_else(a, b) do
    with {:ok, c} <- a do
      if c, do: 1
    else
      _ -> if b, do: 2
    end
  end

  def four_with_else_keyword(a, b),
    do: with({:ok, c} <- a, do: if(c, do: 1), else: (_ -> if(b, do: 2)))

  # try and after are free: 1 and 1
  def two_try_after(a) do
    try do
      if a, do: 1
    after
      if a, do: 2
    end
  end

  # 1 for rescue and 2 inside, 1 for catch, 1 for else
  def five_try(a) do
    try do
      a.()
    rescue
      _ in ArgumentError -> 1
      e -> if e, do: 2
    catch
      :exit, _ -> 3
    else
      b -> b
    end
  end

  # an implicit try: 1 for rescue, 1 for else
  def two_implicit_try(a) do
    a.()
  rescue
    _ -> 1
  else
    b -> b
  end

  def one_rescue_keyword(a), do: a.(), rescue: (_ -> 1)

  # 1 at level 0, 2 for rescue inside
  def three_try_in_if(a) do
    if a do
      try do
        a.()
      rescue
        _ -> 1
      end
    end
  end

  # a fn with one clause is free and nests: 2
  def two_if_in_fn(a), do: Enum.map(a, fn b -> if b, do: 1 end)

  # 1 for the clauses, 2 for if
  def three_fn_clauses(a) do
    Enum.map(a, fn
      1 -> 1
      b -> if b, do: 2
    end)
  end

  def three_if_in_two_fns(a), do: fn -> fn -> Enum.map(a, &if(&1, do: 1)) end end

  # one run each
  def one_run(a, b, c), do: a && b && c
  def one_run_of_words_and_signs(a, b, c), do: (a and b) && c
  def three_runs(a, b, c, d), do: (a && b) || (c and d)
  def two_runs_by_not(a, b, c), do: a and not (b and c)
  def two_runs_in_arguments(a, b, c), do: f(a || b, b || c)
  def zero_captured, do: &and/2

  def one_guard(a) when is_atom(a) or is_nil(a), do: a
  def two_guards(a) when is_atom(a) and a != nil when is_list(a) and a != [], do: a

  # 1 for if, 1 for the run, 1 for else, 2 for the fn at level 1, 1 for the run in its guard
  def six_together(a, b) do
    if a && b do
      Enum.map(a, fn
        c when c > 1 and c < 3 -> c
        _ -> b
      end)
    else
      b
    end
  end

  defmacro zero_quote(a) do
    quote do
      if unquote(a) && true, do: 1, else: 2
    end
  end

  # what a quote defines counts there
  defmacro zero_quoted_function(a) do
    quote do
      def two_in_quote(b) do
        if b, do: unquote(a), else: 2
      end
    end
  end

  # 0 and 1 and 2: a function is the sum of its clauses
  def three_in_clauses(1), do: 1
  def three_in_clauses(a) when a > 1 and a < 9, do: a
  def three_in_clauses(a), do: if(a, do: 1, else: 2)

  # calls of functions that are only named like constructs
  def zero_calls(a, b), do: {cond(a, b), case(a, b), receive(a)}
  def one_keyword_do(a), do: case(a, do: (_ -> 1))
end

# n1 n2 N1 N2 of each function, counted by hand: distinct operators and operands, then all.
# Below: operators | operands. `()` is any call with arguments.

defmodule Plain do
  # 5 3 6 5: def () , , do: + | add a b a b
  def add(a, b), do: a + b

  # 2 2 2 2: def do | none 1. What is said about it counts nothing.
  @doc "Nothing."
  @spec none() :: integer
  def none do
    1
  end

  # 4 5 6 7: def () do . () () | calls x IO puts x f x
  def calls(x) do
    IO.puts(x)
    f x
  end

  # 6 4 9 5: def () , do: if , do: , else: | keywords a a 1 2
  def keywords(a), do: if(a, do: 1, else: 2)

  # 5 4 6 5: def () do if do else | block a a 1 2
  def block(a) do
    if a do
      1
    else
      2
    end
  end

  # 7 7 11 9: def () do |> . () & / |> . () | pipes a a Enum map f 1 Enum sum
  def pipes(a) do
    a |> Enum.map(&f/1) |> Enum.sum()
  end

  # 7 3 7 5: def () , do: fn -> + | anonymous a b b a
  def anonymous(a), do: fn b -> b + a end

  # 11 14 13 15: def do [] , {} , %{} %{} | <<>> :: a[] (…)
  # | brackets 1 2 3 a: 4 Plain a b: 5 c 8 d :e c
  def brackets do
    [1, {2, 3}]
    %{a: 4}
    %Plain{a | b: 5}
    <<c::8>>
    d[:e]
    (c)
  end

  # 3 8 4 9: def do #{} #{} | texts ~w(a b)a "c" "#{x}" x ~s(d #{x}) x 'e' ?f
  def texts do
    ~w(a b)a
    "c"
    "#{x}"
    ~s(d #{x})
    'e'
    ?f
  end

  # An attribute is a name: @ () | limit 5
  @limit 5
  # 4 1 4 2: def , do: @ | limit limit
  def limit, do: @limit

  # 6 4 11 9, both clauses together: def () , do: def () , do: * () - | fact 0 1 fact n n fact n 1
  def fact(0), do: 1
  def fact(n), do: n * fact(n - 1)
end

defmodule Outer do
  defmodule Inner do
    defmodule Deep do
      def a, do: 1
    end

    defmodule Outer.Again do
    end
  end

  defmodule __MODULE__.Explicit do
    defstruct []
  end

  defmodule unquote(name) do
  end

  defprotocol Proto do
    def a(b)
  end
end

defmodule :erlang_style do
  def a, do: 1
end

defmodule Calls do
  def a + b, do: {a, b}
  def -a, do: a
  def a in b, do: {a, b}
  def [] |> b, do: b
  def sigil_x(a, _), do: a
  def question?(a), do: a
  def bang!(a), do: a
  def keyword(a, b: c), do: {a, c}
  def two_defaults(a, b \\ 1, c \\ 2), do: {a, b, c}
  def unquote(name)(a), do: a
  def unquote(name), do: 1
  def(brackets(a), do: a)
  def when_first(a) when a when a, do: a
end

def outside, do: 1
def = 1

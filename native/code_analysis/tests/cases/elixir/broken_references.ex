defmodule Broken do
  alias Known.Name
  alias Cut.{One, Two
  import
  use
  require 1
  @behaviour
  alias Other.Thing, as:
  def a(b), do: Name.run(b, :lists.
  defimpl , for: Name do
  end
  defimpl Name, for: [Known.Two, do
    Thing.call(%Name{, %{__MODULE__.}
  quote do Name.
  unquote(Name.later()
  defmodule do
  defmodule Elixir do
  Elixir.
  ~X(#{Name.in_sigil(

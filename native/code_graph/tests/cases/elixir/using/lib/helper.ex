defmodule Web.Helper do
  def run(a), do: a
end

defmodule Web.Options do
  def run(a), do: a
end

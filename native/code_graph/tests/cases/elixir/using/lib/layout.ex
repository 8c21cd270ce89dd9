defmodule Web.Layout do
  def run(a), do: a
end

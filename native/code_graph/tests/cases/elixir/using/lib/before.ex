defmodule Web.Before do
  def run(a), do: a
end

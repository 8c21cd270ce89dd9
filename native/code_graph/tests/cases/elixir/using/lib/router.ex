defmodule Web.Router do
  def run(a), do: a
end

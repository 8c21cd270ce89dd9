defmodule Web.Xml do
  def run(a), do: a
end

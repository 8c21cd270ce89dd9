defmodule Web.Checked do
  def run(a), do: a
end

defmodule Shop.User do
  def run, do: Shop.Caller.run(1)
end

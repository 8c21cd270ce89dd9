defmodule App do
  use Ecto.Schema
  @type t :: Decimal.t()
  @type own :: App.Unknown.t()
  alias Unused.Entirely

  def run(list) do
    :ok = Enum.each(list, &Map.keys/1)
    Mix.shell().info(:erlang.now())
    children = [{Phoenix.PubSub, name: App.PubSub}, App.Supervisor]
    App.Missing.run(children)
  end
end

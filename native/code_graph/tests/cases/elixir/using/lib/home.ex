defmodule Web.Home do
  use Web, :page

  def show(a), do: Routes.run(Layout.run(a))
end

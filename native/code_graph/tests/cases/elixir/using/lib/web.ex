defmodule Web do
  defmacro __using__(which) when is_atom(which), do: apply(__MODULE__, which, [])

  def page do
    quote do
      use Web.Base
      import Web.Helper
      unquote(shared())
    end
  end

  def feed do
    quote do
      import Web.Xml
    end
  end

  defp shared do
    quote do
      alias Web.Router, as: Routes
      alias Web.Layout
    end
  end
end

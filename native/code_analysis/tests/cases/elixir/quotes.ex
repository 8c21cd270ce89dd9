defmodule Web do
  alias Web.Helper

  defmacro __using__(which) when is_atom(which) do
    Helper.check(which)
    apply(__MODULE__, which, [])
  end

  def controller do
    quote do
      use Web.Controller, layout: Web.Layout
      import Helper
      alias Web.Router, as: Routes
      unquote(shared(Web.Value.get()))
      def url, do: Routes.url(__MODULE__.Inner.x())
    end
  end

  defp shared(value) do
    quote bind_quoted: [value: Web.Bound.of(value)], location: :keep do
      @before_compile Web.Hook
      :telemetry.execute(value)
      _ = quote(do: unquote(Web.Twice.call()))
      defmodule Inside, do: nil
    end
  end

  defmacro short(a), do: quote(do: Web.Short.run(unquote(a), unquote(Helper.other())))

  def plain(a), do: check(a)
  def check(a), do: a

  @ast quote do: Web.Nobody.here()
end

defmodule Web.Base do
  defmacro __using__(_options) do
    checked = Web.Checked.run(1)

    quote do
      @before_compile Web.Base
      def base, do: unquote(checked)
    end
  end

  defmacro __before_compile__(_env) do
    quote do
      def finish(a), do: Web.Before.run(a)
    end
  end
end

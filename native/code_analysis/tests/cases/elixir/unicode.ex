defmodule Unicode do
  @moduledoc "🎓 学习"

  @doc "Zählt 👩‍👩‍👧."
  def zähle(größe, имя \\ "語"), do: größe && имя && "👩‍👩‍👧"

  def ひらがな?(x) when x > 0 and x < 9, do: ~s(🛒 #{x})
  defp emoji!, do: :"🛒"
end

defmodule ParserEngine.Patience do
  @moduledoc false
  # For what sends no message: another process of the system, another VM.

  import ExUnit.Assertions

  @doc "Asks until the answer is true, at most so many milliseconds."
  def await(condition, milliseconds), do: until(condition, now() + milliseconds)

  defp until(condition, deadline) do
    cond do
      condition.() -> :ok
      now() > deadline -> flunk("it did not come true")
      true -> until(condition, deadline)
    end
  end

  defp now, do: System.monotonic_time(:millisecond)
end

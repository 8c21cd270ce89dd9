defmodule ParserEngine.Coverage.Text do
  @moduledoc false
  # A report whose lines stand for themselves.

  @doc """
  Calls `fun` with each line, without its end, until one is wrong: then the answer tells why, and
  which line that was.
  """
  @spec reduce(binary(), acc, (binary(), acc -> {:ok, acc} | {:error, String.t()})) ::
          {:ok, acc} | {:error, String.t(), pos_integer()}
        when acc: term()
  def reduce(bytes, acc, fun), do: reduce(bytes, 1, acc, fun)

  defp reduce("", _number, acc, _fun), do: {:ok, acc}

  defp reduce(bytes, number, acc, fun) do
    {line, rest} = next(bytes)

    case fun.(line, acc) do
      {:ok, acc} -> reduce(rest, number + 1, acc, fun)
      {:error, why} -> {:error, why, number}
    end
  end

  defp next(bytes) do
    case :binary.split(bytes, "\n") do
      [line, rest] -> {without_return(line), rest}
      [line] -> {without_return(line), ""}
    end
  end

  defp without_return(""), do: ""

  defp without_return(line) do
    if :binary.last(line) == ?\r, do: binary_part(line, 0, byte_size(line) - 1), else: line
  end
end

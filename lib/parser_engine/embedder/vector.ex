defmodule ParserEngine.Embedder.Vector do
  @moduledoc false
  # Vectors as they are stored: float32 in little-endian order.

  alias ParserEngine.{Embedder, Error}

  # What rounding to float32 may do to the square of a length of 1.
  @tolerance 1.0e-5

  @doc """
  The vector at unit length. `:no_vector` where it has no direction: all zero, or not finite.

      iex> ParserEngine.Embedder.Vector.unit(<<3.0::float-32-little, 4.0::float-32-little>>, 2)
      {:ok, <<0.6::float-32-little, 0.8::float-32-little>>}

      iex> ParserEngine.Embedder.Vector.unit(<<0.0::float-32-little>>, 1)
      {:error, :no_vector}
  """
  @spec unit(term(), pos_integer()) :: {:ok, Embedder.vector()} | {:error, Error.reason()}
  def unit(vector, dimensions) when is_binary(vector) and byte_size(vector) == 4 * dimensions do
    case sum_of_squares(vector, 0.0) do
      sum when sum == 0.0 or sum == :not_finite -> {:error, :no_vector}
      sum when abs(sum - 1.0) <= @tolerance -> {:ok, vector}
      sum -> {:ok, scaled(vector, :math.sqrt(sum))}
    end
  end

  def unit(vector, dimensions) when is_binary(vector) do
    text = "a vector has #{byte_size(vector)} bytes, not #{4 * dimensions}"
    {:error, {:embedder_answer, text}}
  end

  def unit(_other, _dimensions), do: {:error, {:embedder_answer, "a vector is no binary"}}

  # NaN and the infinities do not match as floats.
  defp sum_of_squares(<<number::float-32-little, rest::binary>>, sum),
    do: sum_of_squares(rest, sum + number * number)

  defp sum_of_squares(<<>>, sum), do: sum
  defp sum_of_squares(_not_finite, _sum), do: :not_finite

  defp scaled(vector, length) do
    for <<number::float-32-little <- vector>>,
      into: <<>>,
      do: <<number / length::float-32-little>>
  end
end

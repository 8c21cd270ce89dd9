defmodule ParserEngine.Embedder.HTTP.Batch do
  @moduledoc false
  # Texts, cut into what goes into one request.

  # OpenAI takes 300,000 tokens in a request, and a token has a byte at least.
  @max_bytes 256_000

  @doc """
  Batches of at most `count` texts and 256,000 bytes, or of one text.

      iex> ParserEngine.Embedder.HTTP.Batch.split(["a", "b", "c"], 2)
      [["a", "b"], ["c"]]
  """
  @spec split([String.t()], pos_integer()) :: [[String.t()]]
  def split(texts, count), do: Enum.chunk_while(texts, {[], 0, 0}, &add(&1, &2, count), &close/1)

  defp add(text, {texts, number, bytes}, count) do
    size = byte_size(text)

    if number > 0 and (number == count or bytes + size > @max_bytes),
      do: {:cont, Enum.reverse(texts), {[text], 1, size}},
      else: {:cont, {[text | texts], number + 1, bytes + size}}
  end

  defp close({[], 0, 0}), do: {:cont, nil}
  defp close({texts, _number, _bytes}), do: {:cont, Enum.reverse(texts), nil}
end

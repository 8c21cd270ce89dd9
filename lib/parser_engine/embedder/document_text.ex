defmodule ParserEngine.Embedder.DocumentText do
  @moduledoc false
  # The text that stands for a document where a model takes text.

  alias ParserEngine.Embedder

  @doc "Names the recipe. It changes with the texts, so that vectors are made anew."
  @spec recipe() :: String.t()
  def recipe, do: "document-1"

  @doc """
  Name, documentation and code. The path is left out, so that a renamed file keeps its vectors.

      iex> ParserEngine.Embedder.DocumentText.build(%{
      ...>   name: "total",
      ...>   container: "Shop.Cart",
      ...>   documentation: "What is to be paid.",
      ...>   code: "def total(cart), do: …"
      ...> })
      "Shop.Cart.total\\nWhat is to be paid.\\ndef total(cart), do: …"
  """
  @spec build(Embedder.document()) :: String.t()
  def build(document) do
    [qualified_name(document), document.documentation || "", document.code]
    |> Enum.reject(&(&1 == ""))
    |> Enum.join("\n")
  end

  defp qualified_name(%{container: "", name: name}), do: name
  defp qualified_name(%{container: container, name: name}), do: container <> "." <> name

  @doc """
  The text, or as many whole characters of it as fit.

      iex> ParserEngine.Embedder.DocumentText.cut("aäö", 4)
      "aä"
  """
  @spec cut(String.t(), non_neg_integer()) :: String.t()
  def cut(text, max_bytes) when byte_size(text) <= max_bytes, do: text
  def cut(text, max_bytes), do: binary_part(text, 0, boundary(text, max_bytes))

  defp boundary(text, at) do
    if at > 0 and :binary.at(text, at) in 0x80..0xBF, do: boundary(text, at - 1), else: at
  end
end

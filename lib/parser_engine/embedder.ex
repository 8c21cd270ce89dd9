defmodule ParserEngine.Embedder do
  @moduledoc false
  @type t :: module() | {module(), keyword()}
  @callback identity(keyword()) :: term()
  @callback embed_documents([map()], keyword()) :: term()
  @callback embed_query(String.t(), keyword()) :: term()
  @callback reuse?(keyword()) :: boolean()
  @optional_callbacks reuse?: 1
  def embedder?({m, o}), do: is_atom(m) and Keyword.keyword?(o)
  def embedder?(m), do: is_atom(m) and m not in [nil, true]
  def expected, do: "a module, or {module, options}"
  def identity(e), do: call(e, :identity, [])
  def embed_documents(e, d), do: call(e, :embed_documents, [d])
  def embed_query(e, d), do: call(e, :embed_query, [d])
  def reuse?({m, o}), do: if(function_exported?(m, :reuse?, 1), do: m.reuse?(o), else: true)
  def reuse?(m), do: reuse?({m, []})
  defp call({m, o}, f, a), do: apply(m, f, a ++ [o])
  defp call(m, f, a), do: call({m, []}, f, a)
end

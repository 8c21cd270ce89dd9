defmodule ParserEngine.Store.Statement.VectorIndex do
  @moduledoc false
  # Indexes of the vectors in `code_symbols`. The column has no length, so an index has the one of its
  # model, and holds that model's alone.

  alias ParserEngine.Store.Table

  @prefix "code_symbols_vectors_"

  @doc "The name of a model's index."
  def name(model) do
    digest = :sha256 |> :crypto.hash(model) |> binary_part(0, 6)
    @prefix <> Base.encode16(digest, case: :lower)
  end

  @doc """
  Those that there are, and how far each is: `valid`, `building`, or `broken` where that was cut off.
  """
  def list(prefix) do
    """
    SELECT c.relname::text, CASE WHEN i.indisvalid THEN 'valid'
             WHEN EXISTS (SELECT FROM pg_stat_progress_create_index AS p
                          WHERE p.index_relid = i.indexrelid) THEN 'building'
             ELSE 'broken' END
    FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
    WHERE i.indrelid = #{Table.literal(prefix, :code_symbols)}::regclass
      AND starts_with(c.relname::text, '#{@prefix}')
    """
  end

  @doc "The models of all codebases."
  def models(prefix) do
    """
    SELECT DISTINCT embedding_model FROM #{Table.qualified(prefix, :codebase_metadata)}
    WHERE embedding_model IS NOT NULL
    """
  end

  @doc "Drops an index."
  def drop(prefix, name),
    do: "DROP INDEX CONCURRENTLY IF EXISTS #{Table.qualified(prefix, name)}"

  @doc "Makes a model's index."
  def create(prefix, plan) do
    schema = Table.quote_name(plan.columns.schema)

    """
    CREATE INDEX CONCURRENTLY IF NOT EXISTS #{name(plan.model)} ON #{Table.qualified(prefix, :code_symbols)}
    USING hnsw ((embedding::#{schema}.halfvec(#{plan.dimensions})) #{schema}.halfvec_cosine_ops)
    WHERE #{of_model(plan.model)}
    """
  end

  @doc "The condition of a model's index, as a query has to say it. Never true for another model."
  def of_model(model), do: "embedding_model = #{Table.text(model)}"
end

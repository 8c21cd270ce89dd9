defmodule ParserEngine.Store.Statement.Search do
  @moduledoc false
  # Questions to `code_symbols`. Those that filter have the same first parameters: $1 codebases, $2
  # languages, $3 kinds, $4 a folder or file with $5, the end of what is below it; NULL does not filter.

  alias ParserEngine.Store.Statement.VectorIndex
  alias ParserEngine.Store.Table

  # BM25F (Robertson and Zaragoza, 2009): a term counts by where it stands, is saturated, and counts
  # less in a long text. By weights D, C, B, A: code, documentation, container and path, name.
  @field_weights "{0.125,0.25,0.25,1}"
  @name_weight 8
  @saturation 1.2
  @length_share 0.75

  # What nobody looks for first counts less, see `ParserEngine.Search.Fusion`.
  @pushed_down "CASE s.role WHEN 'source' THEN 1.0 ELSE 0.7 END"

  @doc "$1 codebases, $2 lexemes: how many symbols have each, how many there are, and their mean length."
  def frequencies(prefix) do
    """
    SELECT l.lexeme, sum(l.symbols)::int8 FROM #{Table.qualified(prefix, :parser_engine_lexemes)} AS l
    WHERE l.codebase_id = ANY($1::text[]) AND l.lexeme = ANY($2::text[]) GROUP BY l.lexeme
    UNION ALL
    SELECT NULL, coalesce(sum(t.symbols), 0)::int8
    FROM #{totals(prefix)} AS t WHERE t.codebase_id = ANY($1::text[])
    """
  end

  @doc """
  $6 the condition as a `tsquery`, $7 lexemes, $8 each as a `tsquery`, $9 weights as texts, $10 how
  many: the symbols that have the words, the best first, each with its score and the lexemes it has.
  """
  def by_words(prefix) do
    """
    SELECT s.codebase_id, s.id, s.role, found.score, found.lexemes
    FROM #{symbols(prefix)} AS s
    CROSS JOIN (
      SELECT greatest(coalesce(sum(t.mean_length * t.symbols) / nullif(sum(t.symbols), 0), 0), 1) AS mean
      FROM #{totals(prefix)} AS t WHERE t.codebase_id = ANY($1::text[])
    ) AS lengths
    CROSS JOIN LATERAL (
      SELECT array_agg(w.lexeme) AS lexemes,
             sum(w.weight * w.frequency / (w.frequency + #{@saturation}::float8 * (
               #{1 - @length_share}::float8
               + #{@length_share}::float8 * s.lexeme_count / lengths.mean))) AS score
      FROM (
        SELECT q.lexeme, q.weight,
               #{@name_weight} * ts_rank_cd('#{@field_weights}', s.lexemes, q.query) AS frequency
        FROM unnest($7::text[], $8::text[]::tsquery[], $9::text[]::float8[]) AS q(lexeme, query, weight)
        OFFSET 0
      ) AS w
      WHERE w.frequency > 0
    ) AS found
    WHERE #{filtered(prefix)} AND s.lexemes @@ $6::text::tsquery AND found.score IS NOT NULL
    ORDER BY found.score * #{@pushed_down} DESC, s.codebase_id, s.id LIMIT $10::int8
    """
  end

  @doc """
  $6 a vector as text, $7 how many: the symbols with the nearest vectors, each with its cosine. With
  `exact?` no index is used.
  """
  def by_vector(prefix, server, identity, exact?) do
    schema = Table.quote_name(server.schema)
    type = "#{schema}.halfvec(#{identity.dimensions})"
    distance = "(s.embedding::#{type}) OPERATOR(#{schema}.<=>) $6::text::#{type}"
    # An index knows the order of nothing but the distance itself.
    order = if exact?, do: "(#{distance}) + 0", else: distance

    """
    SELECT s.codebase_id, s.id, s.role, 1 - (#{distance})
    FROM #{symbols(prefix)} AS s
    WHERE #{filtered(prefix)} AND s.#{VectorIndex.of_model(identity.model)}
    ORDER BY #{order} LIMIT $7::int8
    """
  end

  @doc """
  Has the index look at so many ($1), and go on where a filter leaves most of them out, which pgvector
  knows from 0.8 on.
  """
  def index_settings do
    """
    SELECT set_config('hnsw.ef_search', $1::text, true)
    UNION ALL
    SELECT set_config('hnsw.iterative_scan', 'strict_order', true) FROM pg_extension
    WHERE extname = 'vector' AND extversion ~ '^\\d+\\.\\d+'
      AND string_to_array(substring(extversion FROM '^\\d+\\.\\d+'), '.')::int[] >= '{0,8}'
    """
  end

  @doc """
  $6 and $7 after which codebase and id, $8 how many: a page of vectors, one after another as
  hexadecimal numbers of a byte, in the order of these.
  """
  def page_of_vectors(prefix, model) do
    in_order = "ORDER BY p.codebase_id, p.id"

    """
    SELECT array_agg(p.codebase_id #{in_order}), array_agg(p.id #{in_order}),
           array_agg(p.role #{in_order}), string_agg(encode(p.embedding, 'hex'), '' #{in_order})
    FROM (
      SELECT s.codebase_id, s.id, s.role, s.embedding FROM #{symbols(prefix)} AS s
      WHERE #{filtered(prefix)} AND s.#{VectorIndex.of_model(model)}
        AND (s.codebase_id, s.id) > ($6::text, $7::int8)
      ORDER BY s.codebase_id, s.id LIMIT $8::int8
    ) AS p
    """
  end

  @doc """
  $6 a name, $7 a container or NULL, $8 how many: the symbols that have this name, those first that are
  spelled the same.
  """
  def by_name(prefix) do
    """
    SELECT s.codebase_id, s.id, s.role FROM #{symbols(prefix)} AS s
    WHERE #{filtered(prefix)} AND lower(s.name) = lower($6::text)
      AND ($7::text IS NULL OR lower(s.container) = lower($7::text)
           OR lower(right(s.container, length($7::text) + 1))
              IN ('.' || lower($7::text), ':' || lower($7::text)))
    ORDER BY s.role = 'source' DESC, s.name = $6::text DESC, length(s.container), s.codebase_id, s.id LIMIT $8::int8
    """
  end

  @doc """
  $6 a path or the end of one, $7 a line or NULL, $8 how many: the symbols of the files there, those
  around the line if there is one, the innermost first.
  """
  def by_path(prefix) do
    """
    SELECT s.codebase_id, s.id, s.role FROM #{symbols(prefix)} AS s
    JOIN #{metadata(prefix)} AS m ON m.codebase_id = s.codebase_id AND m.id = s.file_id
    WHERE #{filtered(prefix)} AND (m.path = $6::text OR right(m.path, length($6::text) + 1) = '/' || $6::text)
      AND ($7::int8 IS NULL OR $7::int8 BETWEEN s.start_line AND s.end_line)
    ORDER BY m.path = $6::text DESC, length(m.path), m.path,
             CASE WHEN $7::int8 IS NULL THEN s.start_line ELSE s.end_line - s.start_line END, s.id
    LIMIT $8::int8
    """
  end

  @doc "$1 codebases, $2 ids: what hits show; $3 of which of these ids the vectors too."
  def details(prefix) do
    """
    SELECT s.codebase_id, s.id, m.path, s.start_line, s.end_line, s.kind, s.name, s.container,
           s.language, s.role, s.signature, s.documentation, s.lexemes::text,
           CASE WHEN s.id = ANY($3::int8[]) THEN s.embedding::text END, s.embedding_model
    FROM unnest($1::text[], $2::int8[]) AS w(codebase_id, id)
    JOIN #{symbols(prefix)} AS s ON s.codebase_id = w.codebase_id AND s.id = w.id
    JOIN #{metadata(prefix)} AS m ON m.codebase_id = s.codebase_id AND m.id = s.file_id
    """
  end

  @doc """
  $1 codebases: of how many files what they are searched by is still to be written, and a codebase that
  has no files.
  """
  def extent(prefix) do
    """
    SELECT (SELECT count(*) FROM #{metadata(prefix)}
            WHERE codebase_id = ANY($1::text[]) AND embedding_status = 'pending'),
           (SELECT c.id FROM unnest($1::text[]) AS c(id)
            WHERE NOT EXISTS (SELECT FROM #{metadata(prefix)} AS m WHERE m.codebase_id = c.id) LIMIT 1)
    """
  end

  @doc "$1 codebases: by which model vectors of them are."
  def model(prefix) do
    """
    SELECT embedding_model FROM #{metadata(prefix)}
    WHERE codebase_id = ANY($1::text[]) AND embedding_model IS NOT NULL LIMIT 1
    """
  end

  @doc "$1 codebase, $2 id: a symbol's vector and the model that made it."
  def vector_of(prefix) do
    """
    SELECT s.embedding::text, s.embedding_model FROM #{symbols(prefix)} AS s
    WHERE s.codebase_id = $1::text AND s.id = $2::int8 AND s.embedding IS NOT NULL
    """
  end

  defp filtered(prefix) do
    """
    s.codebase_id = ANY($1::text[])
      AND ($2::text[] IS NULL OR s.language = ANY($2::text[]))
      AND ($3::text[] IS NULL OR s.kind = ANY($3::text[]))
      AND ($4::text IS NULL OR (s.codebase_id, s.file_id) IN (
        SELECT f.codebase_id, f.id FROM #{metadata(prefix)} AS f
        WHERE f.codebase_id = ANY($1::text[])
          AND (f.path = $4::text OR f.path >= $4::text || '/' AND f.path < $5::text)))
    """
  end

  defp symbols(prefix), do: Table.qualified(prefix, :code_symbols)
  defp metadata(prefix), do: Table.qualified(prefix, :codebase_metadata)
  defp totals(prefix), do: Table.qualified(prefix, :parser_engine_lexeme_totals)
end

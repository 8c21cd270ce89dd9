defmodule ParserEngine.Store.Statement.Symbols do
  @moduledoc false
  # `code_symbols`: how the definitions of files get there, and which files' are to be written.

  alias ParserEngine.Store.Table

  # Of one page: more files, or more bytes of source, are the next one's.
  @page 64
  @page_bytes 4_000_000

  @columns ~w(key name container kind role language start_line end_line signature documentation
              lexemes lexeme_count)

  @doc "What the columns of vectors are: their types, and the dimensions of a file's."
  def column_types(prefix) do
    """
    SELECT t.typname::text, s.typname::text, f.atttypmod::int8, n.nspname::text
    FROM pg_attribute AS f JOIN pg_type AS t ON t.oid = f.atttypid
    JOIN pg_namespace AS n ON n.oid = t.typnamespace,
         pg_attribute AS d JOIN pg_type AS s ON s.oid = d.atttypid
    WHERE f.attrelid = #{Table.literal(prefix, :codebase_metadata)}::regclass
      AND f.attname = 'vector_embedding'
      AND d.attrelid = #{Table.literal(prefix, :code_symbols)}::regclass AND d.attname = 'embedding'
    """
  end

  @doc """
  $1 codebase, $2 after which path: a page of files whose symbols are to be written, each with what
  tells its version, its content's hash, and its row of `code_files` as JSON; without that where
  `code_files` has another version of it.
  """
  def pending(prefix) do
    """
    SELECT m.path, #{source("m")}, m.content_hash,
           CASE WHEN f.id IS NOT NULL THEN jsonb_build_object(
             'file_path', m.path, 'language', m.language, 'content', f.content,
             'symbols', f.symbols)::text END
    FROM (
      SELECT p.*, sum(p.size) OVER (ORDER BY p.path) - p.size AS bytes_before
      FROM (
        SELECT m.codebase_id, m.path, m.language, m.content_hash, m.analysis_version, m.size
        FROM #{metadata(prefix)} AS m
        WHERE m.codebase_id = $1::text AND m.embedding_status = 'pending' AND m.path > $2::text
        ORDER BY m.path LIMIT #{@page}
      ) AS p
    ) AS m
    LEFT JOIN #{Table.qualified(prefix, :code_files)} AS f
      ON f.codebase_id = m.codebase_id AND f.file_path = m.path AND f.hash = m.content_hash
         AND f.analysis_version = m.analysis_version
    WHERE m.bytes_before < #{@page_bytes}
    ORDER BY m.path
    """
  end

  @doc "$1 codebase, $2 model or NULL: what another model has told is to be written again."
  def expire(prefix) do
    """
    UPDATE #{metadata(prefix)} SET embedding_source = NULL
    WHERE id = ANY(ARRAY(
      SELECT m.id FROM #{metadata(prefix)} AS m
      WHERE m.codebase_id = $1::text AND m.embedding_model IS DISTINCT FROM $2::text
        AND m.embedding_status <> 'pending'
      ORDER BY m.path FOR UPDATE))
      AND codebase_id = $1::text
    """
  end

  @doc """
  $1 codebase, $2 rows as a JSON array, $3 paths, $4 what tells their versions, $5 model or NULL.
  Files that have another version by now are left out. With `final?: false` they stay pending, and
  vectors that are not given stay as they are. Answers the paths that were written.
  """
  def write(prefix, final?) do
    symbols = Table.qualified(prefix, :code_symbols)

    """
    WITH given AS MATERIALIZED (
      SELECT (jsonb_populate_record(NULL::#{metadata(prefix)}, r.value)).vector_embedding,
             r.value ->> 'path' AS path, r.value -> 'symbols' AS symbols
      FROM jsonb_array_elements($2::text::jsonb) AS r
    ), file AS MATERIALIZED (
      SELECT m.id, m.path, given.vector_embedding, given.symbols, v.source
      FROM given JOIN unnest($3::text[], $4::text[]) AS v(path, source) ON v.path = given.path
      JOIN #{metadata(prefix)} AS m ON m.codebase_id = $1::text AND m.path = given.path
      WHERE #{source("m")} = v.source
      ORDER BY m.path FOR UPDATE OF m
    ), new AS MATERIALIZED (
      SELECT file.id AS file_id, #{Enum.map_join(@columns, ", ", &"s.#{&1}")}, s.embedding
      FROM file, jsonb_populate_recordset(NULL::#{symbols}, file.symbols) AS s
    ), gone AS (
      DELETE FROM #{symbols} AS t
      WHERE t.codebase_id = $1::text AND t.file_id = ANY(ARRAY(SELECT id FROM file))
        AND (t.file_id, t.key) NOT IN (SELECT file_id, key FROM new)
    ), there AS (
      INSERT INTO #{symbols} AS t (codebase_id, file_id, embedding, embedding_model,
                                   #{Enum.join(@columns, ", ")})
      SELECT $1::text, new.file_id, new.embedding,
             CASE WHEN new.embedding IS NOT NULL THEN $5::text END,
             #{Enum.map_join(@columns, ", ", &"new.#{&1}")}
      FROM new ORDER BY new.file_id, new.key
      ON CONFLICT (codebase_id, file_id, key) DO UPDATE SET
        #{Enum.map_join(changed(final?), ", ", &"#{&1} = EXCLUDED.#{&1}")}
      WHERE (#{compared("t", final?)}) IS DISTINCT FROM (#{compared("EXCLUDED", final?)})
    )#{marked(prefix, final?)}
    SELECT path FROM file
    """
  end

  # Of the same key and model a vector is another one only where the file has another path, which
  # the lexemes tell: they change together.
  @with_vector ~w(lexemes lexeme_count embedding embedding_model)

  defp changed(true), do: Enum.uniq((@columns -- ["key"]) ++ @with_vector)
  defp changed(false), do: (@columns -- ["key"]) -- @with_vector

  # A vector itself is never compared: pgvector may be in a schema that no operator is looked for in.
  defp compared(row, final?),
    do: Enum.map_join(changed(final?) -- ["embedding"], ", ", &"#{row}.#{&1}")

  defp marked(_prefix, false), do: ""

  defp marked(prefix, true) do
    """
    , marked AS (
      UPDATE #{metadata(prefix)} AS m
      SET vector_embedding = file.vector_embedding, embedding_model = $5::text,
          embedding_source = file.source, embedding_error = NULL
      FROM file WHERE m.codebase_id = $1::text AND m.id = file.id
    )
    """
  end

  @doc "$1 codebase, $2 path, $3 what tells its version, $4 model, $5 why there is no vector."
  def fail(prefix) do
    """
    UPDATE #{metadata(prefix)} AS m
    SET embedding_source = $3::text, embedding_model = $4::text, embedding_error = $5::text,
        vector_embedding = NULL
    WHERE m.codebase_id = $1::text AND m.path = $2::text AND #{source("m")} = $3::text
    """
  end

  @doc "$1 codebase, $2 paths, $3 model: the vectors that symbols of these files have, as text."
  def vectors_of(prefix) do
    """
    SELECT m.path, s.key, #{vector_text("s.embedding")}
    FROM #{metadata(prefix)} AS m
    JOIN #{Table.qualified(prefix, :code_symbols)} AS s
      ON s.codebase_id = m.codebase_id AND s.file_id = m.id
    WHERE m.codebase_id = $1::text AND m.path = ANY($2::text[]) AND s.embedding_model = $3::text
    """
  end

  # bytea's text is in hexadecimal, halfvec's in brackets.
  defp vector_text(column), do: "#{column}::text"

  @doc "$1 codebase: how many symbols there are, and how many there were when lexemes were counted."
  def growth(prefix) do
    """
    SELECT (SELECT count(*) FROM #{Table.qualified(prefix, :code_symbols)}
            WHERE codebase_id = $1::text),
           coalesce((SELECT symbols FROM #{totals(prefix)} WHERE codebase_id = $1::text), 0)
    """
  end

  @doc "Statistics for the planner."
  def analyze(prefix), do: "ANALYZE #{Table.qualified(prefix, :code_symbols)}"

  @doc "$1 codebase: counts anew how many symbols have each lexeme."
  def count_lexemes(prefix) do
    lexemes = Table.qualified(prefix, :parser_engine_lexemes)
    symbols = Table.qualified(prefix, :code_symbols)

    """
    WITH total AS (
      INSERT INTO #{totals(prefix)} AS t (codebase_id, symbols, mean_length)
      SELECT $1::text, count(*), coalesce(avg(s.lexeme_count), 0)
      FROM #{symbols} AS s WHERE s.codebase_id = $1::text
      ON CONFLICT (codebase_id) DO UPDATE SET
        symbols = EXCLUDED.symbols, mean_length = EXCLUDED.mean_length, counted_at = now()
      RETURNING 1
    ), counted AS MATERIALIZED (
      SELECT l.lexeme, count(*) AS symbols
      FROM #{symbols} AS s, unnest(tsvector_to_array(s.lexemes)) AS l(lexeme)
      WHERE s.codebase_id = $1::text GROUP BY l.lexeme
    ), gone AS (
      DELETE FROM #{lexemes} AS t
      WHERE t.codebase_id = $1::text AND t.lexeme NOT IN (SELECT lexeme FROM counted)
    )
    INSERT INTO #{lexemes} AS t (codebase_id, lexeme, symbols)
    SELECT $1::text, lexeme, symbols FROM counted, total ORDER BY lexeme
    ON CONFLICT (codebase_id, lexeme) DO UPDATE SET symbols = EXCLUDED.symbols
    WHERE t.symbols <> EXCLUDED.symbols
    """
  end

  defp source(row),
    do: "md5(#{row}.path || ' ' || #{row}.content_hash || ' ' || #{row}.analysis_version)"

  defp metadata(prefix), do: Table.qualified(prefix, :codebase_metadata)
  defp totals(prefix), do: Table.qualified(prefix, :parser_engine_lexeme_totals)
end

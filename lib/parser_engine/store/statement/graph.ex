defmodule ParserEngine.Store.Statement.Graph do
  @moduledoc false
  # What the dependency graph and the index of clones take from `codebase_metadata`, and what they write there. No
  # stamp is touched: these columns say nothing about when a file was read.

  alias ParserEngine.Store.Table

  @page 1_000

  @doc "$1 codebase, $2 after which path: a page of files, each with its JSON text and its tokens."
  def page(prefix) do
    """
    SELECT t.path, #{file()} FROM #{name(prefix)} AS t
    WHERE t.codebase_id = $1::text AND t.path > $2::text ORDER BY t.path LIMIT #{@page}
    """
  end

  @doc "$1 codebase, $2 paths, $3 and $4 bounds of what lies below them: these files."
  def files(prefix) do
    """
    SELECT t.path, #{file()} FROM #{name(prefix)} AS t
    WHERE t.codebase_id = $1::text AND t.id = ANY(ARRAY(
      SELECT t.id FROM #{name(prefix)} AS t
      WHERE t.codebase_id = $1::text AND t.path = ANY($2::text[])
      UNION
      SELECT t.id FROM unnest($3::text[], $4::text[]) AS p(low, high)
      JOIN #{name(prefix)} AS t
        ON t.codebase_id = $1::text AND t.path >= p.low AND t.path < p.high))
    ORDER BY t.path
    """
  end

  # `code_graph::FileRow` reads this.
  defp file do
    """
    json_build_object(
      'facts', json_build_object(
        'path', t.path, 'language', t.language, 'imports', t.imports, 'exports', t.exports,
        'references', t.metadata -> 'references', 'quoted', t.metadata -> 'quoted',
        'modules', t.metadata -> 'modules'),
      'stored', json_build_object(
        'fingerprint', #{fingerprint()}, 'links_hash', t.links_hash,
        'pagerank_score', t.pagerank_score, 'centrality_score', t.centrality_score),
      'clones', json_build_object('lines', t.total_lines, 'clones_hash', t.clones_hash))::text,
    t.clone_tokens
    """
  end

  @doc "$1 codebase: one number that tells which files with which contents, links, scores and clones it has."
  def fingerprint(prefix) do
    """
    SELECT coalesce(bit_xor(t.file # coalesce(t.links_hash, 0) # coalesce(t.clones_hash, 0)
                            # #{mixed("t.pagerank")} # #{mixed("t.centrality")}), 0)::int8
    FROM (
      SELECT #{fingerprint()} AS file, t.links_hash, t.clones_hash,
             #{bits("t.pagerank_score")} AS pagerank, #{bits("t.centrality_score")} AS centrality
      FROM #{name(prefix)} AS t WHERE t.codebase_id = $1::text
    ) AS t
    """
  end

  # The same score of another file is to be another number: `code_graph::Stored` does it too.
  defp mixed(score), do: "#{score} # ((#{score} & t.file) << 1)"

  defp bits(score),
    do: "coalesce(('x' || encode(float8send(#{score}), 'hex'))::bit(64)::int8, 0)"

  # One content has several analyses where a limit held one of them back.
  defp fingerprint do
    "('x' || left(md5(t.path || ' ' || t.content_hash || ' ' || t.analysis_version || ' ' || " <>
      "t.parse_status), 16))::bit(64)::int8"
  end

  @doc "$1 codebase: the paths of its files."
  def paths(prefix),
    do: "SELECT t.path FROM #{name(prefix)} AS t WHERE t.codebase_id = $1::text ORDER BY t.path"

  @doc "$1 codebase: what the graph in the table was made from, and its size."
  def made(prefix),
    do: "SELECT made_from, files, edges FROM #{graphs(prefix)} WHERE codebase_id = $1::text"

  @doc "$1 codebase, $2 what the graph in the table was made from, $3 and $4 its files and edges."
  def record_made(prefix) do
    """
    INSERT INTO #{graphs(prefix)} AS g (codebase_id, made_from, files, edges)
    VALUES ($1::text, $2::text, $3::int8, $4::int8)
    ON CONFLICT (codebase_id) DO UPDATE
    SET made_from = EXCLUDED.made_from, files = EXCLUDED.files, edges = EXCLUDED.edges, made_at = now()
    """
  end

  @doc "$1 codebase, $2 links as a JSON array."
  def write_links(prefix) do
    write(prefix,
      dependencies: "jsonb",
      dependency_count: "int4",
      related_files: "jsonb",
      dependent_count: "int4",
      links_hash: "int8"
    )
  end

  @doc "$1 codebase, $2 scores as a JSON array."
  def write_scores(prefix),
    do: write(prefix, pagerank_score: "float8", centrality_score: "float8")

  @doc "$1 codebase, $2 clones as a JSON array."
  def write_clones(prefix) do
    write(prefix,
      duplication_percentage: "float8",
      clone_count: "int4",
      clones: "jsonb",
      clones_hash: "int8"
    )
  end

  # Rows are locked in the order of their paths, as all that writes them does.
  defp write(prefix, columns) do
    names = Keyword.keys(columns)

    """
    WITH given AS MATERIALIZED (
      SELECT t.id, #{Enum.map_join(names, ", ", &"r.#{&1}")}
      FROM jsonb_to_recordset($2::text::jsonb)
             AS r(path text, #{Enum.map_join(columns, ", ", fn {name, type} -> "#{name} #{type}" end)})
      JOIN #{name(prefix)} AS t ON t.codebase_id = $1::text AND t.path = r.path
      ORDER BY t.path FOR UPDATE OF t
    )
    UPDATE #{name(prefix)} AS t
    SET #{Enum.map_join(names, ", ", &"#{&1} = given.#{&1}")}
    FROM given WHERE t.codebase_id = $1::text AND t.id = given.id
    """
  end

  defp name(prefix), do: Table.qualified(prefix, :codebase_metadata)
  defp graphs(prefix), do: Table.qualified(prefix, :parser_engine_graphs)
end

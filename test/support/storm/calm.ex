defmodule ParserEngine.Storm.Calm do
  @moduledoc false
  # What has to hold once nothing changes any more: both tables, and what is refused, equal a fresh
  # ingestion; nothing waits and nothing is in flight.

  alias ParserEngine.{CodebaseCase, CodeFileWatcher, LiveCase}
  alias ParserEngine.CodeGraph.Keeper

  # Beside these an explanation would drown.
  @telling ~w(size file_size mtime_ns ctime_ns inode hash content_hash generation updated_at parse_status
             dependencies related_files links_hash duplication_percentage clone_count clones)

  @doc "A fresh ingestion, in which only what PostgreSQL refuses for its own content has failed."
  def fresh(live) do
    with {:ok, fresh, failed} <- LiveCase.ingest_fresh(live) do
      case Enum.reject(failed, &match?({_path, {:database, "22P05", _words}}, &1)) do
        [] -> {:ok, fresh}
        failed -> {:error, failed}
      end
    end
  end

  @doc "`{:ok, :equal}`, or what is otherwise and what the watcher says of itself."
  def equal(live, fresh) do
    differences =
      Enum.map(LiveCase.differences(live, fresh), &explained(live, fresh, &1)) ++
        refusals(live, fresh)

    {:ok, status} = CodeFileWatcher.status(live.watcher)

    if differences == [] and calm?(status) and Keeper.status(live.config).current,
      do: {:ok, :equal},
      else: {:error, {differences, status}}
  end

  defp calm?(status) do
    match?(
      %{
        role: :leader,
        dirty: 0,
        running: 0,
        reconciling: false,
        degraded: [],
        database: :up,
        suspect: false
      },
      status
    )
  end

  defp explained(_live, _fresh, {_table, _score, _path, _one, _other} = scores), do: scores

  defp explained(%{config: config} = live, fresh, {table, side, path}) do
    disk =
      with {:ok, stat} <- File.lstat(Path.join(config.root, path)), do: {stat.type, stat.size}

    {table, side, path, disk: disk, columns: differing(live, fresh, table, path)}
  end

  # Where there is only one row, what it has in these columns.
  defp differing(%{config: config}, fresh, table, path) do
    sql = """
    WITH t AS (SELECT codebase_id, to_jsonb(t) AS row FROM #{CodebaseCase.name(config, table)} t
               WHERE coalesce(to_jsonb(t) ->> 'file_path', to_jsonb(t) ->> 'path') = $3::text)
    SELECT key, left(l.value, 60), left(f.value, 60)
    FROM (SELECT (jsonb_each_text(row)).* FROM t WHERE codebase_id = $1::text) l
    FULL JOIN (SELECT (jsonb_each_text(row)).* FROM t WHERE codebase_id = $2::text) f USING (key)
    WHERE l.value IS DISTINCT FROM f.value
    """

    for [key | values] <- rows(config, sql, [config.codebase_id, fresh, path]),
        key in @telling,
        do: {key, values}
  end

  defp refusals(%{config: config}, fresh) do
    refused = "SELECT table_name, path, hash, reason FROM #{name(config, :refusals)}"

    sql = """
    SELECT * FROM (#{refused} WHERE codebase_id = $1::text
                   EXCEPT #{refused} WHERE codebase_id = $2::text) more
    """

    for {side, one, other} <- [
          {:stale_refusal, config.codebase_id, fresh},
          {:missing_refusal, fresh, config.codebase_id}
        ],
        row <- rows(config, sql, [one, other]),
        do: {side, row}
  end

  defp name(config, what), do: CodebaseCase.name(config, "parser_engine_#{what}")
  defp rows(config, sql, params), do: config.repo.query!(sql, params).rows
end

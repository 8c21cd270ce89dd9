defmodule ParserEngine.StoreSnapshotsTest do
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Ingest, Store}

  defp taken(config) do
    sql =
      "SELECT (totals ->> 'files')::int8 FROM T WHERE codebase_id = $1::text ORDER BY taken_at"

    config |> rows(:parser_engine_snapshots, sql, [config.codebase_id]) |> List.flatten()
  end

  # As if all had been taken so many hours earlier.
  defp age(config, hours) do
    statement(config, """
    UPDATE #{name(config, :parser_engine_snapshots)}
    SET taken_at = taken_at - interval '#{hours} hours'
    """)
  end

  test "an ingestion leaves one of each hour, the last", %{config: config, root: root} do
    write(root, "a.ex", "x = 1\n")
    {:ok, _summary} = Ingest.run(config)
    assert taken(config) == [1]
    age(config, 3)
    write(root, "b.ex", "x = 1\n")
    {:ok, _summary} = Ingest.run(config)
    write(root, "c.ex", "x = 1\n")
    {:ok, _summary} = Ingest.run(config)
    assert taken(config) == [1, 3]
    assert {:ok, json} = Store.Snapshot.list(config)

    sql =
      "SELECT (s -> 'totals' ->> 'files')::int8 FROM jsonb_array_elements($1::text::jsonb) AS s"

    assert config.repo.query!(sql, [json]).rows == [[1], [3]]
  end

  test "none of a codebase without files, nor by a dry run", %{config: config, root: root} do
    {:ok, _summary} = Ingest.run(config)
    :ok = Store.Snapshot.take(config)
    write(root, "a.ex", "x = 1\n")
    {:ok, _summary} = Ingest.run(config, dry_run: true)
    assert taken(config) == []
    assert Store.Snapshot.list(config) == {:ok, "[]"}
  end

  test "many are thinned out, the last one stays", %{config: config} do
    statement(config, """
    INSERT INTO #{name(config, :parser_engine_snapshots)} (codebase_id, taken_at, totals)
    SELECT '#{config.codebase_id}', now() - n * interval '1 hour', jsonb_build_object('files', n)
    FROM generate_series(0, 999) AS n
    """)

    {:ok, json} = Store.Snapshot.list(config)
    sql = "SELECT count(*), $1::text::jsonb #>> '{-1,totals,files}'
           FROM jsonb_array_elements($1::text::jsonb)"
    assert [[count, "0"]] = config.repo.query!(sql, [json]).rows
    assert count in 200..300
  end
end

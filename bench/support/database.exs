defmodule Bench.Database do
  # A PostgreSQL of the benchmark's own, gone when it ends.

  alias ParserEngine.{Migration, PrivatePostgres, Repo}

  def start do
    {:ok, server} = PrivatePostgres.start(ephemeral: true)
    connect(PrivatePostgres.repo_options(server))
    server
  end

  def connect(options) do
    {:ok, _pool} = Repo.start_link([pool_size: 8] ++ options)
    :ok = Migration.run(Repo)
  end

  def empty do
    :ok = Migration.revert(Repo)
    :ok = Migration.run(Repo)
  end

  def describe(server) do
    "PostgreSQL #{server.version} on a Unix socket, fsync and synchronous_commit off, " <>
      "default_toast_compression #{query("SHOW default_toast_compression") |> hd()}"
  end

  @doc "The process whose children serve the connections."
  def postmaster(server) do
    [pid | _] = server.data_dir |> Path.join("postmaster.pid") |> File.read!() |> String.split()
    pid
  end

  @doc "Bytes of a table with its indexes and large values."
  def table_bytes(table) do
    [bytes] = query("SELECT pg_total_relation_size($1::text::regclass)", [to_string(table)])
    bytes
  end

  @doc "Bytes of all tables with their indexes and large values."
  def bytes do
    [bytes] =
      query(
        "SELECT sum(pg_total_relation_size(oid))::int8 FROM pg_class WHERE relkind = 'r' " <>
          "AND relnamespace = current_schema()::regnamespace"
      )

    bytes
  end

  @doc "Bytes of source that the tables tell of."
  def source_bytes do
    [bytes] = query("SELECT coalesce(sum(size), 0)::int8 FROM codebase_metadata")
    bytes
  end

  @doc "The first row."
  def query(sql, params \\ []), do: Repo.query!(sql, params).rows |> hd()
end

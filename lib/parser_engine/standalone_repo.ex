defmodule ParserEngine.StandaloneRepo do
  @moduledoc """
  The functions of an Ecto SQL repo that this library calls, over Rust's `postgres` crate.

  For use without Ecto, as `mix code.ingest` does. A repo is a pool of connections:

      ParserEngine.StandaloneRepo.start_link(name: MyRepo, socket_dir: "/run", database: "code")
      ParserEngine.StandaloneRepo.query(MyRepo, "SELECT $1::int8 + 1", [1])

  ## Options

    * `:name` - the pool's name
    * `:socket_dir` - the folder of the server's Unix socket; or
    * `:hostname` - the server's name, by default `"localhost"`
    * `:port` - by default 5432
    * `:username`, `:password`, `:database`
    * `:parameters` - run-time parameters, such as `[search_path: "app"]`
    * `:pool_size` - connections at most, by default 4
    * `:timeout` - milliseconds that a statement may take, by default 15,000
    * `:queue_timeout` - milliseconds to wait for a connection, by default 15,000
    * `:connect_timeout` - milliseconds that the server may take to answer, by default 15,000

  ## Values

  Text, int8 (int2, int4), float8 (float4), bool, bytea, timestamps and arrays of these cross;
  everything else is cast in the statement (`$1::text::jsonb`, `col::text`).
  """

  alias ParserEngine.StandaloneRepo.{ConnectionError, Error, Lease, Pool, Transaction}

  @type pool :: GenServer.server()
  @type result :: %{
          columns: [String.t()] | nil,
          rows: [[term()]] | nil,
          num_rows: non_neg_integer(),
          command: atom() | nil
        }
  @type error :: Error.t() | ConnectionError.t()

  @defaults [pool_size: 4, timeout: 15_000, queue_timeout: 15_000, connect_timeout: 15_000]

  @doc "Starts a pool. Connections are opened when they are needed."
  @spec start_link(keyword()) :: GenServer.on_start()
  def start_link(options) do
    options = @defaults |> Keyword.merge(options) |> Keyword.put_new(:name, __MODULE__)
    Pool.start_link(options)
  end

  @doc "A child specification for a supervisor."
  @spec child_spec(keyword()) :: Supervisor.child_spec()
  def child_spec(options) do
    %{id: options[:name] || __MODULE__, start: {__MODULE__, :start_link, [options]}}
  end

  @doc """
  Runs one statement.

  Options: `:timeout` and `:queue_timeout`, in milliseconds or `:infinity`. A statement that takes
  longer than `:timeout` is cancelled.
  """
  @spec query(pool(), iodata(), [term()], keyword()) :: {:ok, result()} | {:error, error()}
  def query(pool, sql, params \\ [], options \\ []) do
    case Transaction.current(pool) do
      nil -> Lease.hold(pool, options, &Lease.query(&1, sql, params, options))
      transaction -> Transaction.query(transaction, sql, params, options)
    end
  end

  @doc "Like `query/4`, but raises the error."
  @spec query!(pool(), iodata(), [term()], keyword()) :: result()
  def query!(pool, sql, params \\ [], options \\ []) do
    case query(pool, sql, params, options) do
      {:ok, result} -> result
      {:error, error} -> raise error
    end
  end

  @doc """
  Runs `fun` in a transaction, with one connection for all that the calling process asks of this
  repo meanwhile.

  `{:ok, value}` after the commit; `{:error, value}` after `rollback/2`; `{:error, :rollback}`
  where a statement failed and `fun` went on; `{:error, exception}` where there is no connection
  or the commit failed. An exception in `fun` rolls back and goes on to the caller. A transaction
  within a transaction joins it.
  """
  @spec transaction(pool(), (() -> value), keyword()) :: {:ok, value} | {:error, term()}
        when value: term()
  def transaction(pool, fun, options \\ []) when is_function(fun, 0) do
    case Transaction.current(pool) do
      nil -> Lease.hold(pool, options, &Transaction.run(pool, &1, fun))
      transaction -> Transaction.join(transaction, fun)
    end
  end

  @doc "Leaves the transaction of the calling process, which answers `{:error, value}`."
  @spec rollback(pool(), term()) :: no_return()
  def rollback(pool, value), do: Transaction.rollback(pool, value)
end

defmodule ParserEngine.StandaloneRepo.Lease do
  @moduledoc false
  # A connection in the hands of one process.

  alias ParserEngine.StandaloneRepo.{Connection, Pool}

  @enforce_keys [:connection, :timeout, :id]
  defstruct @enforce_keys

  @type t :: %__MODULE__{connection: Connection.t(), timeout: timeout(), id: reference()}

  @doc "Gives `fun` a connection of the pool. It goes back, or is thrown away if it broke."
  @spec hold(GenServer.server(), keyword(), (t() -> result)) :: result | {:error, Exception.t()}
        when result: term()
  def hold(pool, options, fun) do
    with {:ok, {id, connection, timeout}} <- Pool.checkout(pool, options[:queue_timeout]) do
      lease = %__MODULE__{connection: connection, timeout: timeout, id: id}

      try do
        fun.(lease)
      after
        Pool.checkin(pool, id, Process.delete({__MODULE__, id}) || :idle)
      end
    end
  end

  @doc "Runs one statement on the connection."
  @spec query(t(), iodata(), [term()], keyword()) :: {:ok, map()} | {:error, Exception.t()}
  def query(%__MODULE__{} = lease, sql, params, options) do
    timeout = options[:timeout] || lease.timeout
    result = Connection.query(lease.connection, sql, params, timeout)
    note(lease, result)
    result
  end

  defp note(lease, {:error, error}) do
    if Connection.broken?(error), do: Process.put({__MODULE__, lease.id}, :broken)
  end

  defp note(_lease, {:ok, _result}), do: :ok
end

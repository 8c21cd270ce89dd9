defmodule ParserEngine.StandaloneRepo.Transaction do
  @moduledoc false
  # The transaction of a process is kept in its dictionary, so that whatever it calls takes part.

  alias ParserEngine.StandaloneRepo.Lease

  @enforce_keys [:pool, :lease]
  defstruct @enforce_keys ++ [doubtful?: false, aborted?: false]

  @type t :: %__MODULE__{}

  @doc "The transaction that the calling process is in."
  @spec current(GenServer.server()) :: t() | nil
  def current(pool), do: Process.get({__MODULE__, pool})

  @doc "Runs one statement in it."
  @spec query(t(), iodata(), [term()], keyword()) :: {:ok, map()} | {:error, Exception.t()}
  def query(transaction, sql, params, options) do
    result = Lease.query(transaction.lease, sql, params, options)
    if match?({:error, _}, result), do: mark(transaction.pool, :doubtful?)
    result
  end

  @spec rollback(GenServer.server(), term()) :: no_return()
  def rollback(pool, value) do
    if current(pool), do: throw({__MODULE__, pool, value})
    raise "cannot roll back outside of a transaction"
  end

  @doc "Begins a transaction on the lease, and ends it."
  @spec run(GenServer.server(), Lease.t(), (() -> value)) :: {:ok, value} | {:error, term()}
        when value: term()
  def run(pool, lease, fun) do
    with {:ok, _} <- Lease.query(lease, "BEGIN", [], []) do
      Process.put({__MODULE__, pool}, %__MODULE__{pool: pool, lease: lease})

      try do
        pool |> attempt(fun) |> settle(current(pool))
      after
        Process.delete({__MODULE__, pool})
      end
    end
  end

  @doc "Takes part in the transaction. Rolling back here makes all of it roll back."
  @spec join(t(), (() -> value)) :: {:ok, value} | {:error, term()} when value: term()
  def join(%__MODULE__{pool: pool}, fun) do
    outcome = attempt(pool, fun)
    unless match?({:ok, _}, outcome), do: mark(pool, :aborted?)
    answer(outcome)
  end

  defp mark(pool, flag), do: Process.put({__MODULE__, pool}, Map.put(current(pool), flag, true))

  defp attempt(pool, fun) do
    {:ok, fun.()}
  catch
    :throw, {__MODULE__, ^pool, value} -> {:error, value}
    kind, reason -> {:raised, kind, reason, __STACKTRACE__}
  end

  defp settle({:ok, value}, transaction) do
    if sound?(transaction), do: commit(transaction, value), else: abandon(transaction, :rollback)
  end

  defp settle(outcome, transaction) do
    Lease.query(transaction.lease, "ROLLBACK", [], [])
    answer(outcome)
  end

  # PostgreSQL answers COMMIT with success after a failed statement, and rolls back. The caller may
  # have gone back to a savepoint, though: only the server knows.
  defp sound?(%{aborted?: true}), do: false
  defp sound?(%{doubtful?: false}), do: true
  defp sound?(%{lease: lease}), do: match?({:ok, _}, Lease.query(lease, "SELECT 1", [], []))

  defp commit(transaction, value) do
    with {:ok, _} <- Lease.query(transaction.lease, "COMMIT", [], []), do: {:ok, value}
  end

  defp abandon(transaction, reason), do: settle({:error, reason}, transaction)

  defp answer({:raised, kind, reason, stacktrace}), do: :erlang.raise(kind, reason, stacktrace)
  defp answer(outcome), do: outcome
end

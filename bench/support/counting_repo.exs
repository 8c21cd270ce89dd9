defmodule Bench.CountingRepo do
  # The repo, with its statements counted: those that renew the lease apart from all others.

  alias ParserEngine.Repo

  @key {__MODULE__, :counters}

  @doc "Begins to count."
  def count, do: :persistent_term.put(@key, :counters.new(2, []))

  @doc "How many there were so far."
  def counts do
    counters = :persistent_term.get(@key)
    %{lease: :counters.get(counters, 1), other: :counters.get(counters, 2)}
  end

  def query(sql, params, options) do
    note(sql)
    Repo.query(sql, params, options)
  end

  def query!(sql, params), do: Repo.query!(sql, params)
  def transaction(fun), do: Repo.transaction(fun)
  def rollback(value), do: Repo.rollback(value)

  # Nobody counts yet when the tables are compared for the first time.
  defp note(sql) do
    case :persistent_term.get(@key, :none) do
      :none -> :ok
      counters -> :counters.add(counters, if(sql =~ "parser_engine_leases", do: 1, else: 2), 1)
    end
  end
end

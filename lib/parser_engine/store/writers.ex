defmodule ParserEngine.Store.Writers do
  @moduledoc false
  # What takes rows away compares generations, but only of rows that it sees. Another transaction
  # may have begun to write an older reading, unseen by it and without seeing it. So rows are taken
  # away once more when all such have ended: those that begin later see that they may not write.

  alias ParserEngine.{Config, Error}
  alias ParserEngine.Store.{Query, Statement, Table}

  # Milliseconds between one look and the next, four seconds in all: a host may keep a transaction
  # open for as long as it likes, and what it leaves behind the next comparison finds.
  @pauses for n <- 0..11, do: 2 ** n

  @doc "Runs what takes rows away, twice. Answers what it took both times."
  @spec outlast(Config.t(), Config.table(), (() -> {:ok, [taken]} | {:error, Error.reason()})) ::
          {:ok, [taken]} | {:error, Error.reason()}
        when taken: term()
  def outlast(config, name, take) do
    with {:ok, taken} <- take.(),
         {:ok, writers} <- writers(config, name),
         :ok <- await_end(config, name, writers, @pauses),
         {:ok, late} <- take.(),
         do: {:ok, taken ++ late}
  end

  defp await_end(_config, _name, [], _pauses), do: :ok
  defp await_end(_config, _name, _writers, []), do: :ok

  defp await_end(config, name, writers, [pause | pauses]) do
    Process.sleep(pause)

    with {:ok, active} <- writers(config, name),
         do: await_end(config, name, Enum.filter(writers, &(&1 in active)), pauses)
  end

  defp writers(config, name) do
    sql = Statement.writers(config.prefix, Table.fetch(name))
    with {:ok, rows} <- Query.rows(config, sql, []), do: {:ok, List.flatten(rows)}
  end
end

defmodule ParserEngine.Store.Writers do
  @moduledoc false
  # What takes rows away compares generations, but only of rows that it sees. Another transaction
  # may have begun to write an older reading, unseen by it and without seeing it. So rows are taken
  # away once more when all such have ended: those that begin later see that they may not write.
  # Inside a transaction of the host nobody sees that, and the next comparison has to find them.

  alias ParserEngine.{Config, Error}
  alias ParserEngine.Store.{Query, Statement, Table}

  # Milliseconds between one look and the next, one second in all: whoever keeps a transaction open
  # for longer may write something else, and what it leaves behind the next comparison finds.
  @pauses for n <- 0..9, do: 2 ** n

  @doc "Runs what takes rows away: the first time, and the last. Answers what it took both times."
  @spec outlast(
          Config.t(),
          Config.table(),
          (:first | :last -> {:ok, [taken]} | {:error, Error.reason()})
        ) :: {:ok, [taken]} | {:error, Error.reason()}
        when taken: term()
  def outlast(config, name, take) do
    with {:ok, taken} <- take.(:first),
         {:ok, writers} <- writers(config, name),
         :ok <- await_end(config, name, writers, @pauses),
         {:ok, late} <- take.(:last),
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

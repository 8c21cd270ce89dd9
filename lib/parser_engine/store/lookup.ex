defmodule ParserEngine.Store.Lookup do
  @moduledoc false
  # What the tables know of paths: rows, and refusals.

  alias ParserEngine.{Config, Error, Store}
  alias ParserEngine.Store.{Entry, Query, Statement, Table}

  @type of_table :: {:ok, %{String.t() => Entry.t()}} | {:error, Error.reason()}
  @type known :: %{Config.table() => of_table()}

  @doc false
  @spec look(Config.t(), [String.t()]) ::
          {:ok, pos_integer(), known()} | {:error, Error.reason()}
  def look(config, paths) do
    sql = Statement.Lookup.look(config.prefix, Enum.map(config.tables, &Table.fetch/1))

    case Query.prepared(config, sql, [config.codebase_id, paths]) do
      {:ok, [[generation | _] | _] = rows} -> {:ok, generation, by_table(config, rows)}
      {:error, {:database, _code, _words}} -> look_one_by_one(config, paths)
      failure -> failure
    end
  end

  # One table may be out of order, and the other one not.
  defp look_one_by_one(config, paths) do
    with {:ok, generation} <- Store.next_generation(config),
         do: {:ok, generation, Map.new(config.tables, &{&1, stored(config, &1, paths)})}
  end

  defp by_table(config, rows) do
    rows = Enum.group_by(rows, &Enum.at(&1, 1), &tl/1)
    Map.new(config.tables, &{&1, {:ok, entries(Map.get(rows, Atom.to_string(&1), []))}})
  end

  @doc false
  @spec stored(Config.t(), Config.table(), [String.t()]) :: of_table()
  def stored(config, name, paths) do
    sql = Statement.Lookup.stored(config.prefix, [Table.fetch(name)])

    with {:ok, rows} <- Query.rows(config, sql, [config.codebase_id, paths]),
         do: {:ok, entries(rows)}
  end

  @doc false
  @spec stored_below(Config.t(), Config.table(), String.t()) :: of_table()
  def stored_below(config, name, scope) do
    {low, high} = Store.bounds(scope)
    params = [config.codebase_id, scope, low, high]
    table = Table.fetch(name)

    with {:ok, rows} <-
           pages(config, Statement.Lookup.stored_page(config.prefix, table), params, "", []),
         sql = Statement.Refusal.stored_below(config.prefix, table),
         {:ok, refusals} <- Query.rows(config, sql, params) do
      {:ok, entries(refusals ++ rows)}
    end
  end

  defp pages(config, sql, params, after_path, found) do
    case Query.rows(config, sql, params ++ [after_path]) do
      {:ok, []} -> {:ok, found}
      {:ok, rows} -> pages(config, sql, params, last_path(rows), rows ++ found)
      failure -> failure
    end
  end

  defp last_path(rows), do: rows |> List.last() |> Enum.at(1)

  # A row beside a refusal is the later one.
  defp entries(rows) do
    {refusals, written} =
      rows |> Enum.map(&Entry.of_row/1) |> Enum.split_with(fn {_path, entry} -> entry.refusal end)

    refusals |> Map.new() |> Map.merge(Map.new(written))
  end
end

defmodule ParserEngine.Store.Coverage do
  @moduledoc false
  # The coverage of rows: what is needed to measure it, and how it gets there.

  alias ParserEngine.{Config, Error}
  alias ParserEngine.Coverage.Measurement
  alias ParserEngine.Store.{Query, Statement}

  @rows_per_statement 200

  @type failure :: {:error, Error.reason()}

  @doc "The paths of all rows, and when their files were changed, in seconds."
  @spec files(Config.t()) :: {:ok, %{String.t() => integer()}} | failure()
  def files(config) do
    with {:ok, rows} <-
           Query.rows(config, Statement.Coverage.files(config.prefix), [config.codebase_id]),
         do: {:ok, Map.new(rows, &List.to_tuple/1)}
  end

  @doc "The rows that define each of these modules of Elixir."
  @spec modules(Config.t(), [String.t()]) :: {:ok, %{String.t() => [String.t()]}} | failure()
  def modules(_config, []), do: {:ok, %{}}

  def modules(config, names) do
    sql = Statement.Coverage.modules(config.prefix)

    with {:ok, rows} <- Query.rows(config, sql, [config.codebase_id, names]),
         do: {:ok, Enum.group_by(rows, &hd/1, &List.last/1)}
  end

  @doc """
  Writes what `measure` makes of each row. Answers the measurements of the rows that were there,
  each with whether the row's content is another one by now.
  """
  @spec write(Config.t(), [String.t()], (Measurement.file() -> Measurement.t())) ::
          {:ok, [{Measurement.t(), stale :: boolean()}]} | failure()
  def write(config, paths, measure) do
    paths
    |> Enum.sort()
    |> Enum.chunk_every(@rows_per_statement)
    |> Enum.reduce_while({:ok, []}, fn chunk, {:ok, written} ->
      case write_some(config, chunk, measure) do
        {:ok, more} -> {:cont, {:ok, more ++ written}}
        failure -> {:halt, failure}
      end
    end)
  end

  defp write_some(config, paths, measure) do
    with {:ok, files} <- with_functions(config, paths),
         measurements = Enum.map(files, measure),
         json = [?[, measurements |> Enum.map(&Measurement.json/1) |> Enum.intersperse(?,), ?]],
         params = [config.codebase_id, IO.iodata_to_binary(json)],
         {:ok, rows} <- Query.rows(config, Statement.Coverage.write(config.prefix), params) do
      stale = Map.new(rows, &List.to_tuple/1)
      {:ok, for(one <- measurements, is_map_key(stale, one.path), do: {one, stale[one.path]})}
    end
  end

  defp with_functions(config, paths) do
    sql = Statement.Coverage.functions(config.prefix)

    with {:ok, rows} <- Query.rows(config, sql, [config.codebase_id, paths]),
         do: {:ok, rows |> Enum.chunk_by(&hd/1) |> Enum.map(&file/1)}
  end

  defp file([[path, hash, lines, last_modified | _] | _] = rows) do
    functions = for [_, _, _, _, number | _] = row <- rows, number != nil, do: Enum.drop(row, 4)

    %{
      path: path,
      hash: hash,
      lines: lines,
      last_modified: last_modified,
      functions: functions |> Enum.chunk_by(&hd/1) |> Enum.map(&function/1)
    }
  end

  defp function([[_number, name, parent, start_line, end_line | _] | _] = rows) do
    stretches = for row <- rows, do: row |> Enum.take(-2) |> List.to_tuple()

    %{
      name: name,
      parent: parent,
      start_line: start_line,
      end_line: end_line,
      stretches: stretches
    }
  end

  @doc "Takes away the coverage of all other rows. Answers how many had one."
  @spec clear_others(Config.t(), [String.t()]) :: {:ok, non_neg_integer()} | failure()
  def clear_others(config, paths) do
    sql = Statement.Coverage.clear_others(config.prefix)

    with {:ok, rows} <- Query.rows(config, sql, [config.codebase_id, paths]),
         do: {:ok, length(rows)}
  end
end

defmodule ParserEngine.SearchIndex.VectorIndex do
  @moduledoc false
  # pgvector's HNSW index over the vectors of one model. Fewer vectors are compared one by one, which
  # is exact, and quick enough.

  alias ParserEngine.{Config, Error, SearchIndex}
  alias ParserEngine.Store.{Query, Statement}

  # Symbols of a codebase above which its search needs the index.
  @many 50_000
  # Milliseconds that a build may take: a million vectors take most of an hour on one core.
  @patience 7_200_000
  # What pgvector's index of two bytes a number can hold.
  @most_dimensions 4_000

  @doc """
  Builds the index where there are many symbols and none yet. Those of models that no codebase has
  any more go, and those of which the making was cut off; what another instance is making stays.
  """
  @spec ensure(Config.t(), SearchIndex.plan(), non_neg_integer()) ::
          :ok | {:error, Error.reason()}
  def ensure(config, %{columns: %{symbols: :halfvec}, model: model} = plan, count)
      when model != nil and plan.dimensions <= @most_dimensions do
    with {:ok, indexes} <- indexes(config),
         {:ok, models} <- Query.rows(config, Statement.VectorIndex.models(config.prefix), []) do
      used = for model <- [model | List.flatten(models)], do: Statement.VectorIndex.name(model)
      useless = for {name, state} <- indexes, state == "broken" or name not in used, do: name
      there? = indexes[Statement.VectorIndex.name(model)] in ["valid", "building"]
      change(config, useless, if(there? or count < @many, do: [], else: [plan]))
    end
  end

  def ensure(_config, _plan, _count), do: :ok

  @doc "Whether there is a finished index for a model."
  @spec valid?(Config.t(), String.t()) :: {:ok, boolean()} | {:error, Error.reason()}
  def valid?(config, model) do
    with {:ok, indexes} <- indexes(config),
         do: {:ok, indexes[Statement.VectorIndex.name(model)] == "valid"}
  end

  defp indexes(config) do
    with {:ok, rows} <- Query.rows(config, Statement.VectorIndex.list(config.prefix), []),
         do: {:ok, Map.new(rows, &List.to_tuple/1)}
  end

  # Both without keeping any writer waiting, so neither in a transaction.
  defp change(config, useless, missing) do
    statements =
      Enum.map(useless, &Statement.VectorIndex.drop(config.prefix, &1)) ++
        Enum.map(missing, &Statement.VectorIndex.create(config.prefix, &1))

    patient = %{config | query_timeout: @patience}

    Enum.reduce_while(statements, :ok, fn sql, :ok ->
      case Query.run(patient, sql, []) do
        :ok -> {:cont, :ok}
        failure -> {:halt, failure}
      end
    end)
  end
end

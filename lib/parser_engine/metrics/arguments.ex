defmodule ParserEngine.Metrics.Arguments do
  @moduledoc false
  # The words after `mix code.metrics`, checked before anything is read.

  import ParserEngine.CommandLine, only: [usage: 1]

  alias ParserEngine.{CommandLine, Error}
  alias ParserEngine.Metrics.Column

  @switches [format: :string, functions: :boolean, sort: :string, min: :float, limit: :integer]
  @formats %{"table" => :table, "json" => :json, "csv" => :csv}

  @enforce_keys [:path, :directory?]
  defstruct @enforce_keys ++
              [format: :table, functions: false, sort: nil, min: nil, limit: nil, columns: []]

  @type t :: %__MODULE__{
          path: String.t(),
          directory?: boolean(),
          format: :table | :json | :csv,
          functions: boolean(),
          sort: Column.t() | nil,
          min: number() | nil,
          limit: pos_integer() | nil,
          columns: [Column.t()]
        }
  @type failure :: CommandLine.failure() | {:error, {:path, String.t(), Error.reason()}}

  @doc "The arguments, with the path that they name looked at."
  @spec parse([String.t()]) :: {:ok, t()} | failure()
  def parse(words) do
    with {:ok, switches, paths} <- CommandLine.parse(words, @switches, [], 1),
         {:ok, format} <- format(Keyword.get(switches, :format, "table")),
         functions? = Keyword.get(switches, :functions, false),
         columns = if(functions?, do: Column.of_functions(), else: Column.of_files()),
         {:ok, sort} <- sort(switches, columns),
         :ok <- bound(switches[:min], sort),
         {:ok, limit} <- limit(switches[:limit]),
         path = paths |> List.first(".") |> Path.expand(),
         {:ok, directory?} <- directory?(path) do
      {:ok,
       %__MODULE__{
         path: path,
         directory?: directory?,
         format: format,
         functions: functions?,
         sort: sort,
         min: switches[:min],
         limit: limit,
         columns: columns
       }}
    end
  end

  defp format(word) do
    case @formats do
      %{^word => format} -> {:ok, format}
      _ -> usage("--format cannot be #{inspect(word)}: table, json or csv")
    end
  end

  # A bound is a bound on something.
  defp sort(switches, columns) do
    case {switches[:sort], switches[:min]} do
      {nil, nil} -> {:ok, nil}
      {nil, _min} -> Column.find(columns, "cyclomatic_complexity")
      {word, _min} -> sort_by(word, columns)
    end
  end

  defp sort_by(word, columns) do
    with :error <- Column.find(columns, word) do
      names = Enum.map(columns, & &1.name)

      hint =
        CommandLine.did_you_mean(word, Enum.flat_map(columns, &[&1.short || &1.name, &1.name]))

      usage("--sort cannot be #{inspect(word)}#{hint}; columns: #{Enum.join(names, ", ")}")
    end
  end

  defp bound(nil, _sort), do: :ok

  defp bound(_min, sort) do
    if Column.number?(sort),
      do: :ok,
      else: usage("--min needs a column of numbers, and #{inspect(sort.name)} is none")
  end

  defp limit(limit) when limit == nil or limit > 0, do: {:ok, limit}
  defp limit(limit), do: usage("--limit cannot be #{limit}: at least 1")

  defp directory?(path) do
    case File.stat(path) do
      {:ok, %{type: type}} -> {:ok, type == :directory}
      {:error, reason} -> {:error, {:path, path, reason}}
    end
  end
end

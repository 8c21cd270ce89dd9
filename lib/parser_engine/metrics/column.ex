defmodule ParserEngine.Metrics.Column do
  @moduledoc false
  # What a listing of metrics tells of a file or of a function, as data.

  alias ParserEngine.Analysis
  alias ParserEngine.Analysis.Symbol

  @enforce_keys [:name, :value]
  defstruct @enforce_keys ++ [:short, worst: :highest]

  @typedoc """
  `name` is what JSON and CSV call it, `short` the heading in a table, or `nil` where a table
  leaves it out. `worst` is the end of its range at which the trouble is.
  """
  @type t :: %__MODULE__{
          name: String.t(),
          short: String.t() | nil,
          value: (Analysis.t() | {Analysis.t(), Symbol.t()} -> term()),
          worst: :highest | :lowest
        }

  @doc "Of a file."
  @spec of_files() :: [t()]
  def of_files do
    [
      column("path", "file", & &1.path, :lowest),
      column("language", "language", & &1.language, :lowest),
      column("parse_status", nil, & &1.parse_status, :lowest),
      column("total_lines", "lines", &lines(&1, :total)),
      column("code_lines", "code", &lines(&1, :code)),
      column("comment_lines", "comment", &lines(&1, :comment)),
      column("blank_lines", "blank", &lines(&1, :blank)),
      column("function_count", "functions", & &1.counts.functions),
      column("class_count", nil, & &1.counts.classes),
      column("struct_count", nil, & &1.counts.structs),
      column("enum_count", nil, & &1.counts.enums),
      column("trait_count", nil, & &1.counts.traits),
      column("interface_count", nil, & &1.counts.interfaces),
      column("cyclomatic_complexity", "cyclomatic", & &1.cyclomatic_complexity),
      column("cognitive_complexity", "cognitive", & &1.cognitive_complexity),
      column("nesting_depth", "nesting", & &1.nesting_depth)
    ] ++
      halstead(& &1.halstead) ++
      [
        column("maintainability_index", "maintain.", & &1.maintainability_index, :lowest),
        column("documentation_coverage", "documented", & &1.documentation_coverage, :lowest),
        column("code_smells_count", "smells", &(&1.smells && length(&1.smells))),
        column("technical_debt_ratio", nil, & &1.technical_debt_ratio),
        column("error_count", nil, & &1.error_count)
      ]
  end

  @doc "Of a function and the file that it is in."
  @spec of_functions() :: [t()]
  def of_functions do
    [
      column("path", "file", fn {file, _function} -> file.path end, :lowest),
      column("line", "line", of(:start_line)),
      column("name", "function", fn {_file, function} -> full_name(function) end, :lowest),
      column("kind", nil, of(:kind), :lowest),
      column("language", nil, fn {file, _function} -> file.language end, :lowest),
      column("lines", "lines", of(:lines)),
      column("code_lines", nil, of(:code_lines)),
      column("comment_lines", nil, of(:comment_lines)),
      column("blank_lines", nil, of(:blank_lines)),
      column("parameters", "params", of(:parameters)),
      column("exits", "exits", of(:exits)),
      column("cyclomatic_complexity", "cyclomatic", of(:cyclomatic_complexity)),
      column("cognitive_complexity", "cognitive", of(:cognitive_complexity)),
      column("nesting_depth", "nesting", of(:nesting_depth))
    ] ++
      halstead(of(:halstead)) ++
      [
        column("maintainability_index", "maintain.", of(:maintainability_index), :lowest),
        column("documented", nil, of(:documented), :lowest)
      ]
  end

  @words ~w(path language parse_status name kind documented)

  @doc "Whether its values are numbers."
  @spec number?(t()) :: boolean()
  def number?(%__MODULE__{name: name}), do: name not in @words

  @doc """
  The column of that name or heading, or the beginning of one.

      iex> columns = ParserEngine.Metrics.Column.of_files()
      iex> {:ok, column} = ParserEngine.Metrics.Column.find(columns, "cyclomatic")
      iex> column.name
      "cyclomatic_complexity"
      iex> ParserEngine.Metrics.Column.find(columns, "beauty")
      :error
  """
  @spec find([t()], String.t()) :: {:ok, t()} | :error
  def find(columns, word) do
    exact = Enum.find(columns, &(word in [&1.name, &1.short]))

    case exact || Enum.find(columns, &String.starts_with?(&1.name, word)) do
      nil -> :error
      column -> {:ok, column}
    end
  end

  defp column(name, short, value, worst \\ :highest),
    do: %__MODULE__{name: name, short: short, value: value, worst: worst}

  defp halstead(of) do
    for {field, short} <- [
          distinct_operators: nil,
          distinct_operands: nil,
          operators: nil,
          operands: nil,
          vocabulary: nil,
          length: nil,
          volume: "volume",
          difficulty: "difficulty",
          effort: nil
        ] do
      column("halstead_#{field}", short, fn subject -> field(of.(subject), field) end)
    end
  end

  defp of(field), do: fn {_file, function} -> Map.fetch!(function, field) end

  defp field(nil, _field), do: nil
  defp field(struct, field), do: Map.fetch!(struct, field)

  defp lines(analysis, class), do: analysis.lines && Map.fetch!(analysis.lines, class)

  # Where functions have clauses they are told apart by their number of parameters.
  defp full_name(%Symbol{clauses: [_ | _]} = function),
    do: "#{with_parent(function)}/#{function.parameters}"

  defp full_name(function), do: with_parent(function)

  defp with_parent(%Symbol{parent: nil} = function), do: function.name
  defp with_parent(function), do: "#{function.parent}.#{function.name}"
end

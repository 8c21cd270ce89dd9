defmodule ParserEngine.Report.FileEntry do
  @moduledoc false
  # A file as a report tells it: numbers of its row, and of its history. Not measured is `nil`.

  alias ParserEngine.Report.History

  # As `Store.Statement.Report.files/1` has them.
  @of_row [
    :path,
    :language,
    :parse_status,
    :total_lines,
    :code_lines,
    :functions,
    :cyclomatic,
    :cognitive,
    :maintainability,
    :quality,
    :smells,
    :vulnerabilities,
    :debt_minutes,
    :coverage,
    :coverage_stale,
    :duplication,
    :documentation,
    :pagerank,
    :dependencies,
    :dependents
  ]
  @of_history [:commits, :authors, :added, :deleted, :last_commit]

  defstruct @of_row ++ @of_history

  @type t :: %__MODULE__{}

  @doc "The names of all values, in order."
  @spec columns() :: [atom()]
  def columns, do: @of_row ++ @of_history

  @doc "A row, with what the history tells of its path: nothing known is `nil`, no commit 0."
  @spec new([term()], History.t()) :: t()
  def new(row, history) do
    entry = struct!(__MODULE__, Enum.zip(@of_row, row))
    Map.merge(entry, changes(entry.path, history))
  end

  defp changes(_path, %History{problem: problem}) when problem != nil, do: %{}

  defp changes(path, history) do
    case history.files do
      %{^path => file} ->
        %{
          commits: file.commits,
          authors: MapSet.size(file.authors),
          added: file.added,
          deleted: file.deleted,
          last_commit: file.last
        }

      _untouched ->
        %{commits: 0, authors: 0, added: 0, deleted: 0}
    end
  end

  @doc "The values in the order of `columns/0`."
  @spec values(t()) :: [term()]
  def values(entry), do: for(column <- columns(), do: Map.fetch!(entry, column))
end

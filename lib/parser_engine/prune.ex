defmodule ParserEngine.Prune do
  @moduledoc false
  # Codebases that nobody needs any more: which there are, and how one goes.

  alias ParserEngine.{Config, Error}
  alias ParserEngine.Store.{Lease, Query, Statement}

  @typedoc "`written` is the time of the last change of a row, `leader` who keeps it true now."
  @type codebase :: %{
          id: String.t(),
          root: String.t() | nil,
          code_files: non_neg_integer(),
          codebase_metadata: non_neg_integer(),
          written: DateTime.t(),
          leader: String.t() | nil
        }

  @doc "All codebases in the tables, the one written last first."
  @spec codebases(Config.t()) :: {:ok, [codebase()]} | {:error, Error.reason()}
  def codebases(config) do
    with {:ok, rows} <- Query.rows(config, Statement.Codebase.list(config.prefix), []),
         do: {:ok, Enum.map(rows, &codebase/1)}
  end

  defp codebase([id, root, code_files, codebase_metadata, written, leader]) do
    %{
      id: id,
      root: root,
      code_files: code_files,
      codebase_metadata: codebase_metadata,
      written: written,
      leader: leader
    }
  end

  @doc "Those that nobody leads and that were not written for so many days."
  @spec unused([codebase()], pos_integer(), DateTime.t()) :: [codebase()]
  def unused(codebases, days, now) do
    latest = DateTime.add(now, -days * 86_400, :second)

    Enum.filter(codebases, fn codebase ->
      codebase.leader == nil and DateTime.compare(codebase.written, latest) == :lt
    end)
  end

  @doc "Removes all that the tables know of a codebase. Answers how many rows that were."
  @spec remove(Config.t(), String.t()) :: {:ok, non_neg_integer()} | {:error, Error.reason()}
  def remove(config, id) do
    with {:ok, nil} <- Lease.holder(%{config | codebase_id: id}),
         {:ok, [[count]]} <-
           Query.rows(config, Statement.Codebase.delete(config.prefix), [id]) do
      {:ok, count}
    else
      # Whoever leads would write all of it again.
      {:ok, holder} -> {:error, {:in_use, holder}}
      failure -> failure
    end
  end
end

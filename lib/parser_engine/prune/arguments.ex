defmodule ParserEngine.Prune.Arguments do
  @moduledoc false
  # The words after `mix code.prune`, checked before anything is started.

  import ParserEngine.CommandLine, only: [usage: 1]

  alias ParserEngine.CommandLine
  alias ParserEngine.CommandLine.Codebase

  @switches [id: :string, days: :integer, repo: :string, prefix: :string, dry_run: :boolean]
  @aliases [r: :repo]

  @enforce_keys [:repo, :what]
  defstruct @enforce_keys ++ [prefix: "public", dry_run: false]

  @type t :: %__MODULE__{
          repo: module() | nil,
          what: :list | {:id, String.t()} | {:days, pos_integer()},
          prefix: String.t(),
          dry_run: boolean()
        }

  @doc "The arguments."
  @spec parse([String.t()]) :: {:ok, t()} | CommandLine.failure()
  def parse(words) do
    with {:ok, switches, []} <- CommandLine.parse(words, @switches, @aliases),
         {:ok, what} <- what(switches[:id], switches[:days]),
         {:ok, repo} <- Codebase.repo(switches) do
      flags = Keyword.take(switches, [:prefix, :dry_run])
      {:ok, struct!(%__MODULE__{repo: repo, what: what}, flags)}
    end
  end

  defp what(nil, nil), do: {:ok, :list}
  defp what(id, nil), do: {:ok, {:id, id}}
  defp what(nil, days) when days > 0, do: {:ok, {:days, days}}
  defp what(nil, days), do: usage("--days cannot be #{days}")
  defp what(_id, _days), do: usage("--id and --days exclude each other")
end

defmodule ParserEngine.Doctor.Arguments do
  @moduledoc false
  # The words after `mix code.doctor`, checked before anything is started.

  alias ParserEngine.CommandLine
  alias ParserEngine.CommandLine.Codebase

  @switches Codebase.switches() ++
              [database: :boolean, json: :boolean, retry: :boolean, nested_repositories: :boolean]

  @enforce_keys [:root, :paths, :repo, :config]
  defstruct @enforce_keys ++ [database: true, json: false, retry: false]

  @type t :: %__MODULE__{
          root: String.t(),
          paths: [String.t()],
          repo: module() | nil,
          config: keyword(),
          database: boolean(),
          json: boolean(),
          retry: boolean()
        }

  @doc "The arguments; paths are those that the words mean where the command was called."
  @spec parse([String.t()]) :: {:ok, t()} | Codebase.failure()
  def parse(words) do
    with {:ok, switches, paths} <- CommandLine.parse(words, @switches, [r: :repo], :infinity),
         :ok <- compatible(switches),
         {:ok, root} <- Codebase.root(switches),
         {:ok, repo} <- Codebase.repo(switches) do
      config =
        [codebase_id: Codebase.id(switches, root)] ++
          Keyword.take(switches, [:prefix, :nested_repositories])

      named = Enum.map(paths, &Path.expand/1)
      arguments = %__MODULE__{root: root, paths: paths(named, root), repo: repo, config: config}
      {:ok, struct!(arguments, Keyword.take(switches, [:database, :json, :retry]))}
    end
  end

  defp compatible(switches) do
    if switches[:retry] && switches[:database] == false,
      do: CommandLine.usage("--retry needs the database"),
      else: :ok
  end

  defp paths([], root), do: [root]
  defp paths(named, _root), do: named
end

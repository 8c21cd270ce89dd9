defmodule ParserEngine.Search.Arguments do
  @moduledoc false
  # The words after `mix code.search`, checked before anything is started.

  alias ParserEngine.CommandLine
  alias ParserEngine.CommandLine.Codebase

  @switches Codebase.switches() ++
              [
                language: :keep,
                kind: :keep,
                in: :string,
                limit: :integer,
                similar: :boolean,
                json: :boolean
              ]

  @enforce_keys [:query, :repo, :options]
  defstruct @enforce_keys ++ [similar: false, json: false]

  @type t :: %__MODULE__{
          query: String.t(),
          repo: module() | nil,
          options: keyword(),
          similar: boolean(),
          json: boolean()
        }

  @doc "The arguments; words that were not quoted are one query."
  @spec parse([String.t()]) :: {:ok, t()} | Codebase.failure()
  def parse(words) do
    with {:ok, switches, [_ | _] = words} <-
           CommandLine.parse(words, @switches, [r: :repo, n: :limit], :infinity),
         {:ok, root} <- Codebase.root(switches),
         {:ok, repo} <- Codebase.repo(switches) do
      arguments = %__MODULE__{
        query: Enum.join(words, " "),
        repo: repo,
        options: [codebase_id: Codebase.id(switches, root), root: root] ++ options(switches)
      }

      {:ok, struct!(arguments, Keyword.take(switches, [:similar, :json]))}
    else
      {:ok, _switches, []} -> CommandLine.usage("say what to look for")
      failure -> failure
    end
  end

  defp options(switches) do
    kept =
      for name <- [:language, :kind],
          values = Keyword.get_values(switches, name),
          values != [],
          do: {name, values}

    path = if switches[:in], do: [path: switches[:in]], else: []
    kept ++ path ++ Keyword.take(switches, [:prefix, :limit])
  end
end

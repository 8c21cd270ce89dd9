defmodule ParserEngine.Ingest.Arguments do
  @moduledoc false
  # The words after `mix code.ingest`, checked before anything is started.

  import ParserEngine.CommandLine, only: [usage: 1]

  alias ParserEngine.CommandLine
  alias ParserEngine.CommandLine.Codebase

  @flags [:dry_run, :verify, :allow_mass_delete, :watch, :quiet, :verbose]
  @switches Codebase.switches() ++
              [only: :string, concurrency: :integer, nested_repositories: :boolean] ++
              for(flag <- @flags, do: {flag, :boolean})
  @aliases [r: :repo, q: :quiet, v: :verbose]

  @enforce_keys [:root, :repo]
  defstruct @enforce_keys ++
              [
                config: [],
                only: "",
                dry_run: false,
                verify: false,
                allow_mass_delete: false,
                watch: false,
                quiet: false,
                verbose: false
              ]

  @type t :: %__MODULE__{
          root: String.t(),
          repo: module() | nil,
          config: keyword(),
          only: String.t(),
          dry_run: boolean(),
          verify: boolean(),
          allow_mass_delete: boolean(),
          watch: boolean(),
          quiet: boolean(),
          verbose: boolean()
        }
  @doc "The arguments, with the folder that they name looked at."
  @spec parse([String.t()]) :: {:ok, t()} | Codebase.failure()
  def parse(words) do
    with {:ok, switches, []} <- CommandLine.parse(words, @switches, @aliases),
         :ok <- compatible(switches),
         {:ok, root} <- Codebase.root(switches),
         {:ok, repo} <- Codebase.repo(switches),
         {:ok, only} <- only(switches[:only], root) do
      flags = Keyword.take(switches, @flags)
      arguments = %__MODULE__{root: root, repo: repo, only: only, config: config(switches, root)}
      {:ok, struct!(arguments, flags)}
    end
  end

  defp compatible(switches) do
    cond do
      switches[:watch] && switches[:dry_run] -> usage("--watch and --dry-run exclude each other")
      switches[:watch] && switches[:only] -> usage("--watch and --only exclude each other")
      switches[:quiet] && switches[:verbose] -> usage("--quiet and --verbose exclude each other")
      true -> :ok
    end
  end

  defp only(nil, _root), do: {:ok, ""}

  defp only(path, root) do
    full = Path.expand(path, root)

    cond do
      full == root -> {:ok, ""}
      not String.starts_with?(full, root <> "/") -> {:error, {:path, full, :outside_root}}
      not File.exists?(full) -> {:error, {:path, full, :enoent}}
      true -> {:ok, Path.relative_to(full, root)}
    end
  end

  defp config(switches, root) do
    [codebase_id: Codebase.id(switches, root)] ++
      Keyword.take(switches, [:prefix, :concurrency, :nested_repositories])
  end
end

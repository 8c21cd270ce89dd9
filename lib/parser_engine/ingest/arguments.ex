defmodule ParserEngine.Ingest.Arguments do
  @moduledoc false
  # The words after `mix code.ingest`, checked before anything is started.

  import ParserEngine.CommandLine, only: [usage: 1]

  alias ParserEngine.{CommandLine, Error}

  @switches [
    path: :string,
    id: :string,
    only: :string,
    repo: :string,
    prefix: :string,
    concurrency: :integer,
    dry_run: :boolean,
    verify: :boolean,
    allow_mass_delete: :boolean,
    watch: :boolean,
    quiet: :boolean,
    verbose: :boolean
  ]
  @flags [:dry_run, :verify, :allow_mass_delete, :watch, :quiet, :verbose]
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
  @type failure :: CommandLine.failure() | {:error, {:path, String.t(), Error.reason()}}

  @doc "The arguments, with the folder that they name looked at."
  @spec parse([String.t()]) :: {:ok, t()} | failure()
  def parse(words) do
    with {:ok, switches, []} <- CommandLine.parse(words, @switches, @aliases),
         :ok <- compatible(switches),
         root = Path.expand(Keyword.get(switches, :path, ".")),
         :ok <- folder(root),
         {:ok, repo} <- repo(switches[:repo]),
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

  defp folder(root) do
    case File.ls(root) do
      {:ok, _names} -> :ok
      {:error, :enotdir} -> {:error, {:path, root, :not_a_directory}}
      {:error, reason} -> {:error, {:path, root, reason}}
    end
  end

  defp repo(nil), do: {:ok, Application.get_env(:parser_engine, :repo)}

  defp repo(name) do
    repo = Module.concat([name])

    if Code.ensure_loaded?(repo) and function_exported?(repo, :query, 3),
      do: {:ok, repo},
      else: usage("--repo #{name}: there is no such module with a function query/3")
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
    named = switches[:id] || Application.get_env(:parser_engine, :codebase_id)
    [codebase_id: named || folder_name(root)] ++ Keyword.take(switches, [:prefix, :concurrency])
  end

  defp folder_name("/"), do: "root"
  defp folder_name(root), do: Path.basename(root)
end

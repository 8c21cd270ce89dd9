defmodule ParserEngine.CommandLine.Codebase do
  @moduledoc false
  # Which codebase the words after a task mean, and the repo that has its tables.

  import ParserEngine.CommandLine, only: [usage: 1]

  alias ParserEngine.{CommandLine, Error}

  @type failure :: CommandLine.failure() | {:error, {:path, String.t(), Error.reason()}}

  @doc "The switches that name a codebase."
  @spec switches() :: keyword(atom())
  def switches, do: [path: :string, id: :string, repo: :string, prefix: :string]

  @doc "The folder that `--path` names, by default the current one, looked at."
  @spec root(keyword()) :: {:ok, String.t()} | failure()
  def root(switches) do
    root = Path.expand(Keyword.get(switches, :path, "."))

    case File.ls(root) do
      {:ok, _names} -> {:ok, root}
      {:error, :enotdir} -> {:error, {:path, root, :not_a_directory}}
      {:error, reason} -> {:error, {:path, root, reason}}
    end
  end

  @doc "The module that `--repo` names, or the configured one."
  @spec repo(keyword()) :: {:ok, module() | nil} | failure()
  def repo(switches), do: named(switches[:repo])

  defp named(nil), do: {:ok, Application.get_env(:parser_engine, :repo)}

  defp named(name) do
    repo = Module.concat([name])

    if Code.ensure_loaded?(repo) and function_exported?(repo, :query, 3),
      do: {:ok, repo},
      else: usage("--repo #{name}: there is no such module with a function query/3")
  end

  @doc "The codebase's name, by default the configured one or that of its folder."
  @spec id(keyword(), String.t()) :: String.t()
  def id(switches, root) do
    switches[:id] || Application.get_env(:parser_engine, :codebase_id) || folder_name(root)
  end

  defp folder_name("/"), do: "root"
  defp folder_name(root), do: Path.basename(root)
end

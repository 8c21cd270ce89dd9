defmodule ParserEngine.Ingest.Arguments do
  @moduledoc false
  # The words after `mix code.ingest`, checked before anything is started.

  alias ParserEngine.Error

  @switches [
    path: :string,
    id: :string,
    only: :string,
    repo: :string,
    prefix: :string,
    concurrency: :integer,
    dry_run: :boolean,
    watch: :boolean,
    quiet: :boolean,
    verbose: :boolean
  ]
  @aliases [r: :repo, q: :quiet, v: :verbose]

  @enforce_keys [:root, :repo]
  defstruct @enforce_keys ++
              [
                config: [],
                only: "",
                dry_run: false,
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
          watch: boolean(),
          quiet: boolean(),
          verbose: boolean()
        }
  @type failure :: {:error, {:usage, String.t()} | {:path, String.t(), Error.reason()}}

  @doc "The arguments, with the folder that they name looked at."
  @spec parse([String.t()]) :: {:ok, t()} | failure()
  def parse(words) do
    with {:ok, switches} <- switches(words),
         :ok <- compatible(switches),
         root = Path.expand(Keyword.get(switches, :path, ".")),
         :ok <- folder(root),
         {:ok, repo} <- repo(switches[:repo]),
         {:ok, only} <- only(switches[:only], root) do
      flags = Keyword.take(switches, [:dry_run, :watch, :quiet, :verbose])
      arguments = %__MODULE__{root: root, repo: repo, only: only, config: config(switches, root)}
      {:ok, struct!(arguments, flags)}
    end
  end

  defp switches(words) do
    case OptionParser.parse(words, strict: @switches, aliases: @aliases) do
      {switches, [], []} -> {:ok, switches}
      {_switches, _words, [{name, nil} | _]} -> usage(refused(name))
      {_switches, _words, [{name, value} | _]} -> usage("#{name} cannot be #{inspect(value)}")
      {_switches, [word | _], []} -> usage("#{inspect(word)} is not an option")
    end
  end

  defp refused(name) do
    if Enum.any?(@switches, fn {known, _type} -> name == option(known) end),
      do: "#{name} needs a value",
      else: "unknown option #{name}" <> nearest(name)
  end

  defp nearest(name) do
    {similarity, option} =
      @switches
      |> Enum.map(fn {known, _type} -> option(known) end)
      |> Enum.map(&{String.jaro_distance(&1, name), &1})
      |> Enum.max()

    if similarity > 0.8, do: ", did you mean #{option}?", else: ""
  end

  defp option(switch), do: "--" <> String.replace(to_string(switch), "_", "-")

  defp compatible(switches) do
    cond do
      switches[:watch] && switches[:dry_run] -> usage("--watch and --dry-run exclude each other")
      switches[:watch] && switches[:only] -> usage("--watch and --only exclude each other")
      switches[:quiet] && switches[:verbose] -> usage("--quiet and --verbose exclude each other")
      true -> :ok
    end
  end

  defp usage(text), do: {:error, {:usage, text}}

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

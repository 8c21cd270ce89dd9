defmodule ParserEngine do
  @moduledoc """
  A PostgreSQL picture of a codebase, kept true while you edit.

  Save a source file, and within the debounce time plus milliseconds two tables say what is in it:
  `code_files` (content, syntax tree, symbols) and `codebase_metadata` (metrics, dependencies).

  In a host application:

      children = [
        MyApp.Repo,
        {ParserEngine, repo: MyApp.Repo, codebase_id: "shop", root: "/path/to/project"}
      ]

  All options: `ParserEngine.Config`. The tables: `ParserEngine.Migration`. Events:
  `ParserEngine.Telemetry`. A whole codebase at once: `mix code.ingest`.

  The functions that touch the database find `:repo`, `:root` and `:prefix` in their options, else
  in the running instance of that `:codebase_id`, else in the application environment of
  `:parser_engine`. Errors are values; `ParserEngine.Error.message/1` makes a sentence of one.
  """

  alias ParserEngine.{
    Analysis,
    Analyzer,
    CodeFileWatcher,
    CodeGraph,
    Config,
    Coverage,
    Doctor,
    Error,
    Ingest,
    Instance,
    Instances,
    Language,
    Reconcile,
    Search,
    SearchIndex,
    SingleFile,
    Sync
  }

  @doc "An instance as a child of a supervisor; see `ParserEngine.Config` for the options."
  @spec child_spec(keyword()) :: Supervisor.child_spec()
  def child_spec(options) do
    %{
      id: Keyword.get(options, :name, __MODULE__),
      start: {Instance, :start_link, [options]},
      type: :supervisor
    }
  end

  @doc "Starts an instance linked to the calling process."
  @spec start_link(keyword()) :: Supervisor.on_start()
  def start_link(options), do: Instance.start_link(options)

  @doc """
  What is in one file. No database is touched.

      iex> {:ok, analysis} = ParserEngine.parse_file("mix.exs")
      iex> {analysis.language, analysis.parse_status}
      {"elixir", "ok"}

      iex> ParserEngine.parse_file("no/such/file.ex")
      {:error, :enoent}

      iex> ParserEngine.parse_file("LICENSE")
      {:error, {:unsupported_language, ""}}
  """
  @spec parse_file(Path.t(), keyword()) :: {:ok, Analysis.t()} | {:error, Error.reason()}
  def parse_file(path, options \\ []), do: Analyzer.analysis(path, options)

  @doc """
  What is in each file of a tree, by the same rules that decide what is watched.

  Answers the analyses in the order of their paths, relative to `root`, and the files and folders
  that could not be read or analysed with the reason. No database is touched.
  """
  @spec parse_tree(Path.t(), keyword()) ::
          {:ok, %{files: [Analysis.t()], failed: [{String.t(), Error.reason()}]}}
          | {:error, Error.reason()}
  def parse_tree(root, options \\ []) do
    with {:ok, config} <- Config.validate([codebase_id: "-", root: root] ++ options),
         {:ok, entries, report} <- Reconcile.Scan.run(config) do
      unseen = for {path, text} <- report.errors, do: {path, {:io, text}}
      tree = Analyzer.tree(config, Enum.map(entries, &elem(&1, 0)))
      {:ok, Map.update!(tree, :failed, &(unseen ++ &1))}
    end
  end

  @doc """
  Analyses one file and writes its row of `codebase_metadata`, and only that.

  A relative path is taken from the codebase's root. Answers the row's scalar columns.
  """
  @spec parse_and_store_single_file(Path.t(), keyword()) ::
          {:ok, map()} | {:error, Error.reason()}
  def parse_and_store_single_file(path, options \\ []),
    do: SingleFile.store(path, options, :codebase_metadata)

  @doc """
  Brings both tables to what is in the tree under `root`: the function behind `mix code.ingest`.
  Files whose rows are current cost nothing but a look.

  Rows of files that are gone are deleted, but not where no file is left, or where more than half
  of more than 100 seem to be gone at once: `allow_mass_delete: true` says that they are. `verify:
  true` reads every file, whatever its time says; `dry_run: true` compares only; `only:` is a path
  below the root.
  """
  @spec parse_and_store_tree(Path.t(), keyword()) ::
          {:ok, Ingest.Summary.t()} | {:error, Error.reason()}
  def parse_and_store_tree(root, options \\ []) do
    {run, options} =
      Keyword.split(options, [:progress, :dry_run, :only, :verify, :allow_mass_delete])

    with :ok <- word(Keyword.get(run, :allow_mass_delete, false)),
         {:ok, config} <- Instances.config(Keyword.put(options, :root, root)),
         do: Ingest.run(config, run)
  end

  @doc """
  Waits until the tables tell what is in the file now: read your own writes.

  The path is synced before all others, whatever else waits, also where the instance stands by. While
  the database is away the answer is that of a sync that fails. `timeout` in ms, or `:infinity`.
  Option `:name` for another than the default instance.
  """
  @spec await_synced(Path.t(), timeout(), keyword()) :: Sync.result()
  def await_synced(path, timeout \\ 5_000, options \\ []) do
    with :ok <- time(timeout),
         {:ok, config} <- Instances.config(options),
         {:ok, relative} <- SingleFile.relative(path, config.root),
         do: CodeFileWatcher.await(Config.watcher(config), relative, timeout)
  end

  defp time(timeout) when timeout == :infinity or (is_integer(timeout) and timeout >= 0), do: :ok

  defp time(timeout),
    do: {:error, {:invalid_option, :timeout, timeout, "milliseconds from 0 or :infinity"}}

  @doc """
  Why a file is in the tables, or not; of a folder, how many files there are of each reason. Takes
  one path or several. The reasons: `ParserEngine.Doctor`.

      {:ok, diagnosis} = ParserEngine.diagnose("lib/shop.ex")
      [%{reason: :ignored, detail: "pattern *.ex in line 3 of lib/.gitignore"}] = diagnosis.findings
  """
  @spec diagnose(Path.t() | [Path.t()], keyword()) ::
          {:ok, Doctor.Diagnosis.t()} | {:error, Error.reason()}
  def diagnose(paths, options \\ []), do: paths |> List.wrap() |> Doctor.diagnose(options)

  @doc """
  Writes the test coverage that reports tell into `codebase_metadata`: LCOV, Cobertura, Go cover
  profiles, `.coverdata`. Takes one path or several; what they tell of the same file is added up.
  Options, and what is written: `ParserEngine.Coverage`.

      {:ok, summary} = ParserEngine.import_coverage("cover/lcov.info", codebase_id: "shop")
      {summary.covered, summary.relevant, summary.unknown}
  """
  @spec import_coverage(Path.t() | [Path.t()], keyword()) ::
          {:ok, Coverage.Summary.t()} | {:error, Error.reason()}
  def import_coverage(report_paths, options \\ []),
    do: report_paths |> List.wrap() |> Coverage.import_reports(options)

  @doc """
  What the running instance is doing: its role, what it watches and how, what is left to do, and
  whether the database answers. `ParserEngine.CodeFileWatcher.Status` has all keys; beside these,
  `graph` tells how many `files` and `edges` the dependency graph has, and whether the columns that
  it fills are `current`; `search` tells whether what code is searched by is `current`, and which
  `model` makes its vectors. Each is `nil` where none is kept.

  Options: `:codebase_id` or `:name` for another than the default instance.
  """
  @spec status(keyword()) :: {:ok, map()} | {:error, Error.reason()}
  def status(options \\ []) do
    with {:ok, config} <- Instances.config(options),
         {:ok, status} <- config |> Config.watcher() |> CodeFileWatcher.status(),
         do: {:ok, Map.merge(status, followers(config))}
  end

  defp followers(config),
    do: %{graph: CodeGraph.Keeper.status(config), search: SearchIndex.Keeper.status(config)}

  @doc """
  Has the running instance compare the whole tree with the tables, soon.

  Options: `:codebase_id` or `:name` for another than the default instance, and
  `allow_mass_delete: true` where the rows of files that are gone are to be deleted, however many
  they are.
  """
  @spec reconcile(keyword()) :: :ok | {:error, Error.reason()}
  def reconcile(options \\ []) do
    {run, options} = Keyword.split(options, [:allow_mass_delete])

    with :ok <- word(Keyword.get(run, :allow_mass_delete, false)),
         {:ok, config} <- Instances.config(options),
         do: config |> Config.watcher() |> CodeFileWatcher.reconcile(run)
  end

  defp word(allow?) do
    if is_boolean(allow?),
      do: :ok,
      else: {:error, {:invalid_option, :allow_mass_delete, allow?, "true or false"}}
  end

  @doc """
  Finds code by what it does, by words and by meaning. Options: `ParserEngine.Search`.

      {:ok, results} = ParserEngine.search("where do we validate the session token")
      [%{path: "lib/shop/session.ex", name: "valid?", start_line: 5} | _] = results.hits
  """
  @spec search(String.t(), keyword()) :: {:ok, Search.Results.t()} | {:error, Error.reason()}
  def search(query, options \\ []), do: Search.run(query, options)

  @doc """
  Finds what is like a definition, by its meaning: of a name such as `"Session.valid?"`, of a place
  such as `"lib/session.ex:12"`, or of the first definition in a file. Options: `ParserEngine.Search`.
  """
  @spec similar(String.t(), keyword()) :: {:ok, Search.Results.t()} | {:error, Error.reason()}
  def similar(path_or_name, options \\ []), do: Search.similar(path_or_name, options)

  @doc """
  The language of a file, by its extension.

      iex> ParserEngine.detect_language("lib/shop.ex")
      {:ok, "elixir"}
  """
  @spec detect_language(Path.t()) :: {:ok, String.t()} | {:error, Error.reason()}
  defdelegate detect_language(path), to: Language, as: :detect

  @doc "The names of all languages."
  @spec supported_languages() :: [String.t()]
  defdelegate supported_languages(), to: Language, as: :supported

  @doc "All definitions in a file, in file order."
  @spec extract_symbols(Path.t()) :: {:ok, [Analysis.Symbol.t()]} | {:error, Error.reason()}
  def extract_symbols(path), do: extract(path, &(&1.symbols || []))

  @doc "The functions, methods and macros in a file."
  @spec extract_functions(Path.t()) :: {:ok, [Analysis.Symbol.t()]} | {:error, Error.reason()}
  def extract_functions(path), do: extract(path, &Analysis.functions/1)

  @doc "The classes and modules in a file."
  @spec extract_classes(Path.t()) :: {:ok, [Analysis.Symbol.t()]} | {:error, Error.reason()}
  def extract_classes(path), do: extract(path, &Analysis.classes/1)

  @doc "What a file uses from elsewhere, as written."
  @spec extract_imports(Path.t()) :: {:ok, [Analysis.Import.t()]} | {:error, Error.reason()}
  def extract_imports(path), do: extract(path, &(&1.imports || []))

  @doc "What a file offers to others."
  @spec extract_exports(Path.t()) :: {:ok, [Analysis.Export.t()]} | {:error, Error.reason()}
  def extract_exports(path), do: extract(path, &(&1.exports || []))

  @doc "The syntax tree of a file as compact JSON text; `nil` for a file that was not parsed."
  @spec extract_ast(Path.t()) :: {:ok, String.t() | nil} | {:error, Error.reason()}
  def extract_ast(path), do: extract(path, & &1.ast_json)

  @doc "The modules, packages or files that a file names, imported or not, each once, sorted."
  @spec find_dependencies(Path.t()) :: {:ok, [String.t()]} | {:error, Error.reason()}
  def find_dependencies(path) do
    extract(path, fn analysis ->
      imported = for import <- analysis.imports || [], do: import.source
      named = for reference <- analysis.references || [], do: reference.name
      (imported ++ named) |> Enum.uniq() |> Enum.sort()
    end)
  end

  defp extract(path, part) do
    with {:ok, analysis} <- parse_file(path), do: {:ok, part.(analysis)}
  end
end

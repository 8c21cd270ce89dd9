defmodule ParserEngine.Config do
  @moduledoc """
  The options of an instance, validated once; only this struct travels.

  | option | default | meaning |
  |---|---|---|
  | `:repo` | | module with `query/3`: an Ecto repo over PostgreSQL |
  | `:codebase_id` | | names the codebase in every key of both tables |
  | `:root` | | top directory of the codebase |
  | `:start` | `true` | whether the child starts anything: `false` in a host's tests |
  | `:name` | `ParserEngine` | name of the supervisor; the watcher is `name.CodeFileWatcher` |
  | `:prefix` | `"public"` | PostgreSQL schema of the tables |
  | `:tables` | both | which of `:code_files` and `:codebase_metadata` are kept; the rows of the other stay as they are |
  | `:debounce` | `500` | ms that a path must be quiet; `:on_close` syncs when its writer closes it |
  | `:debounce_ceiling` | `5_000` | ms that a path which is never quiet is held back at most |
  | `:busy_threshold` | `100` | ms since the last modification below which a file counts as busy |
  | `:max_retries` | `3` | further attempts after a failed one |
  | `:retry_delay` | `1_000` | ms between attempts; what failed them all is repaired 30 times later |
  | `:concurrency` | `4` | batches that are synced at the same time |
  | `:batch_size` | `32` | paths in one batch |
  | `:batch` | `0` | ms that changes are gathered before they are written, or until there are `batch_size` |
  | `:lease` | `15_000` | ms after which another instance takes over from one that ended without a word; `:none`: all work |
  | `:alert_threshold` | `0.5` | share of failed syncs above which an alert is raised |
  | `:alert_window` | `60_000` | ms over which syncs are counted for that |
  | `:extensions` | all known | file extensions, without the dot |
  | `:ignore` | `[]` | further patterns in gitignore syntax; `!` includes again |
  | `:respect_gitignore` | `true` | whether git's ignore rules hold |
  | `:nested_repositories` | `false` | whether git repositories, submodules and work trees below the root are entered |
  | `:redact` | `true` | whether tokens, private keys and passwords in URLs are hidden in rows |
  | `:smells` | `[]` | other thresholds than those of `ParserEngine.Smells`, by id; `false`: no smell |
  | `:graph` | `true` | whether dependencies between files, and their scores, are kept |
  | `:duplication` | `[min_tokens: 50, min_lines: 5]` | what counts as a clone, see `ParserEngine.Duplication`; `false`: nothing is looked for. It needs the graph |
  | `:search` | `true` | whether code is made searchable: `code_symbols`, and vectors of files |
  | `:embedder` | `ParserEngine.Embedder.Static` | a module that makes vectors, or `{module, options}`, see `ParserEngine.Embedder`; `false`: code is found by its words |
  | `:max_file_bytes` | `2_000_000` | larger files get a row without content; a parse takes up to 200 times as much memory, and 32 MiB |
  | `:parse_timeout` | `5_000` | ms that parsing one file may take |
  | `:query_timeout` | `15_000` | ms that one statement may take |
  | `:reconcile_interval` | `300_000` | ms between comparisons of the whole tree, or `:infinity` |
  | `:watch` | `:auto` | `:poll` lists the tree again and again instead of asking for events |
  | `:poll_interval` | `2_000` | ms between looks at a directory of which events do not tell all |
  | `:state_dir` | `parser_engine` in the user's XDG state folder | where the crash journal is, see `ParserEngine.Quarantine` |

      iex> ParserEngine.Config.validate(codebase_id: "shop", root: ".", debounse: 250)
      {:error, {:unknown_option, :debounse, :debounce}}

      iex> ParserEngine.Config.validate(codebase_id: "shop", root: ".", debounce: "fast")
      {:error, {:invalid_option, :debounce, "fast", "milliseconds or :on_close"}}
  """

  alias ParserEngine.{Duplication, Embedder, Error, Language, Options, Smells, UserFolders}

  @tables [:code_files, :codebase_metadata]
  @times [
    :debounce_ceiling,
    :retry_delay,
    :parse_timeout,
    :query_timeout,
    :poll_interval,
    :alert_window
  ]
  # Renewed at a third of its time, over a network.
  @shortest_lease 300
  @day 86_400_000
  @largest 2_147_483_647

  @required [:codebase_id, :root]
  @enforce_keys @required
  defstruct [
    :repo,
    :codebase_id,
    :root,
    start: true,
    name: ParserEngine,
    prefix: "public",
    tables: @tables,
    debounce: 500,
    debounce_ceiling: 5_000,
    busy_threshold: 100,
    max_retries: 3,
    retry_delay: 1_000,
    concurrency: 4,
    batch_size: 32,
    batch: 0,
    lease: 15_000,
    alert_threshold: 0.5,
    alert_window: 60_000,
    extensions: nil,
    ignore: [],
    respect_gitignore: true,
    nested_repositories: false,
    redact: true,
    smells: [],
    graph: true,
    duplication: [],
    search: true,
    embedder: Embedder.Static,
    max_file_bytes: 2_000_000,
    parse_timeout: 5_000,
    query_timeout: 15_000,
    reconcile_interval: 300_000,
    watch: :auto,
    poll_interval: 2_000,
    state_dir: nil
  ]

  @type table :: :code_files | :codebase_metadata

  @type t :: %__MODULE__{
          repo: module() | nil,
          codebase_id: String.t(),
          root: String.t(),
          start: boolean(),
          name: atom(),
          prefix: String.t(),
          tables: [table()],
          debounce: pos_integer() | :on_close,
          debounce_ceiling: pos_integer(),
          busy_threshold: non_neg_integer(),
          max_retries: non_neg_integer(),
          retry_delay: pos_integer(),
          concurrency: pos_integer(),
          batch_size: pos_integer(),
          batch: non_neg_integer(),
          lease: pos_integer() | :none,
          alert_threshold: number(),
          alert_window: pos_integer(),
          extensions: [String.t()],
          ignore: [String.t()],
          respect_gitignore: boolean(),
          nested_repositories: boolean(),
          redact: boolean(),
          smells: Smells.thresholds(),
          graph: boolean(),
          duplication: Duplication.settings(),
          search: boolean(),
          embedder: Embedder.t() | false,
          max_file_bytes: pos_integer(),
          parse_timeout: pos_integer(),
          query_timeout: pos_integer(),
          reconcile_interval: pos_integer() | :infinity,
          watch: :auto | :poll,
          poll_interval: pos_integer(),
          state_dir: String.t()
        }

  @doc "The struct for the options, or which option is wrong and what it should be."
  @spec validate(keyword()) :: {:ok, t()} | {:error, Error.reason()}
  def validate(options) do
    with :ok <- known(options),
         :ok <- Options.required(options, @required),
         :ok <- valid(options),
         config = to_struct(options),
         :ok <- patient(config),
         {:ok, embedder} <- embedder(config.embedder) do
      {:ok, complete(%{config | embedder: embedder})}
    end
  end

  @doc "Like `validate/1`, but raises `ArgumentError`."
  @spec new!(keyword()) :: t()
  def new!(options) do
    case validate(options) do
      {:ok, config} -> config
      {:error, reason} -> raise ArgumentError, Error.message(reason)
    end
  end

  @doc "The tables that there are."
  @spec tables() :: [table()]
  def tables, do: @tables

  @doc "Name of the instance's watcher process."
  @spec watcher(t()) :: atom()
  def watcher(%__MODULE__{name: name}), do: Module.concat(name, CodeFileWatcher)

  @doc "What belongs to the codebase, as the scanner and the watch take it."
  @spec filter(t()) :: map()
  def filter(%__MODULE__{} = config),
    do: Map.take(config, [:extensions, :ignore, :respect_gitignore, :nested_repositories])

  defp known(options),
    do:
      Options.known(options, Map.keys(%__MODULE__{codebase_id: nil, root: nil}) -- [:__struct__])

  defp valid(options) do
    Enum.find_value(options, :ok, fn {name, value} ->
      {valid?, expected} = rule(name)
      if valid?.(value), do: nil, else: {:error, {:invalid_option, name, value, expected}}
    end)
  end

  defp rule(name) when name in [:codebase_id, :root, :state_dir],
    do: {&text?/1, "a non-empty string"}

  # PostgreSQL cuts longer names.
  defp rule(:prefix),
    do: {&(text?(&1) and byte_size(&1) <= 63), "a non-empty string of at most 63 bytes"}

  defp rule(:repo), do: {&(is_nil(&1) or name?(&1)), "a module name"}
  defp rule(:name), do: {&name?/1, "a module name"}
  defp rule(:tables), do: {&tables?/1, "a non-empty list out of #{inspect(@tables)}"}

  defp rule(:debounce),
    do: {&(&1 == :on_close or time?(&1)), "milliseconds or :on_close"}

  defp rule(name) when name in [:busy_threshold, :batch],
    do: {&(&1 == 0 or time?(&1)), "milliseconds from 0"}

  defp rule(:lease),
    do:
      {&(&1 == :none or (time?(&1) and &1 >= @shortest_lease)), "milliseconds from 300 or :none"}

  defp rule(:alert_threshold),
    do: {&(is_number(&1) and &1 >= 0 and &1 <= 1), "a number from 0 to 1"}

  defp rule(:max_retries), do: {&(&1 == 0 or positive?(&1)), "an integer from 0"}

  defp rule(:reconcile_interval),
    do: {&(&1 == :infinity or time?(&1)), "milliseconds or :infinity"}

  defp rule(name) when name in @times, do: {&time?/1, "milliseconds, at most a day"}

  defp rule(:watch), do: {&(&1 in [:auto, :poll]), ":auto or :poll"}

  defp rule(name)
       when name in [:respect_gitignore, :nested_repositories, :redact, :graph, :search, :start],
       do: {&is_boolean/1, "true or false"}

  defp rule(:smells) do
    ids = Enum.map_join(Smells.ids(), ", ", &to_string/1)
    {&Smells.thresholds?/1, "thresholds, or false, by the ids #{ids}"}
  end

  defp rule(:duplication) do
    {&Duplication.settings?/1, "false, or #{Duplication.expected()}"}
  end

  # It says itself what is wrong with it.
  defp rule(:embedder), do: {fn _embedder -> true end, ""}

  defp rule(name) when name in [:extensions, :ignore],
    do: {&(is_list(&1) and Enum.all?(&1, fn item -> is_binary(item) end)), "a list of strings"}

  defp rule(_number), do: {&positive?/1, "a positive integer"}

  defp name?(value), do: is_atom(value) and value not in [nil, true, false]

  defp text?(value),
    do: is_binary(value) and value != "" and String.valid?(value) and not (value =~ "\0")

  defp time?(value), do: positive?(value) and value <= @day
  defp positive?(value), do: is_integer(value) and value > 0 and value <= @largest

  # A ceiling below the debounce would be the real debounce.
  defp patient(%{debounce: debounce, debounce_ceiling: ceiling}) do
    if is_integer(debounce) and debounce > ceiling,
      do: {:error, {:invalid_option, :debounce_ceiling, ceiling, "at least the debounce"}},
      else: :ok
  end

  defp embedder(false), do: {:ok, false}
  defp embedder(option), do: Embedder.validate(option)

  defp tables?(tables),
    do: is_list(tables) and tables != [] and Enum.all?(tables, &(&1 in @tables))

  defp to_struct(options), do: struct!(__MODULE__, options)

  defp complete(config) do
    extensions = config.extensions || Language.extensions()

    %{
      config
      | root: Path.expand(config.root),
        state_dir: Path.expand(config.state_dir || UserFolders.state()),
        extensions: Enum.map(extensions, &String.trim_leading(&1, ".")),
        tables: Enum.filter(@tables, &(&1 in config.tables))
    }
  end
end

defmodule ParserEngine.Analyzer do
  @moduledoc false
  # Asks the NIF's pool and waits for its messages. Several files are asked for at once, so that
  # all threads of the pool have work.

  alias ParserEngine.{Analysis, Config, Error, Fallback, Native, Quarantine, Smells}
  alias ParserEngine.Native.Answer

  @typedoc """
  What tells a version of a file without reading it. `ctime_ns` is when its content or its
  attributes were changed last, which whoever writes it cannot set.
  """
  @type stat :: %{
          size: non_neg_integer(),
          mtime_ns: integer(),
          ctime_ns: integer(),
          inode: integer()
        }
  @type rows :: %{
          stat: stat(),
          hash: String.t(),
          language: String.t(),
          parse_status: String.t(),
          code_files: String.t(),
          codebase_metadata: String.t()
        }
  @typedoc """
  What is asked of one file. With `known_hash` for its hash it is not parsed, and where the `rules`
  leave it out not even read. With `keep_tree` it may be saved again soon, and is then parsed where it
  differs only.
  """
  @type request :: %{
          required(:path) => String.t(),
          required(:known_hash) => String.t() | nil,
          required(:busy_threshold) => non_neg_integer(),
          optional(:rules) => reference(),
          optional(:keep_tree) => boolean(),
          optional(atom()) => term()
        }
  @type outcome ::
          {:ok, rows()}
          | {:unchanged, stat()}
          | {:binary, %{hash: String.t(), stat: stat()}}
          | {:error, Error.reason()}

  # What a file may wait for its turn in the pool behind others.
  @patience 60_000

  @doc "The version of the analysis that is done now, which tells whether secrets are hidden."
  @spec version(Config.t()) :: String.t()
  def version(%Config{redact: redact?, smells: smells}) do
    case Native.analysis_version(redact?, Smells.to_native(smells)) do
      version when is_binary(version) -> version
      {:error, :nif_not_loaded} -> Fallback.analysis_version(redact?)
    end
  end

  @doc "Both rows of each requested file. `patience` is what each may wait for its turn, in ms."
  @spec rows(Config.t(), pos_integer(), [request()], non_neg_integer()) :: [outcome()]
  def rows(config, generation, requests, patience \\ @patience) do
    requests
    |> Enum.map(&start(job(config, generation, &1)))
    |> Enum.map(&await(&1, config.parse_timeout + patience))
    |> tap(fn _outcomes -> Quarantine.warn_without_journal(config) end)
  end

  @doc "One file for `ParserEngine.parse_file/1`."
  @spec analysis(String.t(), keyword()) :: {:ok, Analysis.t()} | {:error, Error.reason()}
  def analysis(path, options \\ []) do
    path = Path.expand(path)

    with :ok <- utf8(path),
         {:ok, config} <-
           Config.validate([codebase_id: "-", root: Path.dirname(path)] ++ options),
         {:ok, analysis} <- config |> ask(Path.basename(path)) |> understand(config) do
      Quarantine.warn_without_journal(config)
      {:ok, %{analysis | path: path}}
    end
  end

  defp utf8(path), do: if(String.valid?(path), do: :ok, else: {:error, :not_utf8})

  @doc "Many files for `ParserEngine.parse_tree/2`; paths are relative to the root."
  @spec tree(Config.t(), [String.t()]) ::
          %{files: [Analysis.t()], failed: [{String.t(), Error.reason()}]}
  def tree(config, paths) do
    asked = for path <- Enum.sort(paths), do: {path, ask(config, path)}
    answers = for {path, started} <- asked, do: {path, understand(started, config)}
    Quarantine.warn_without_journal(config)

    %{
      files: for({_path, {:ok, analysis}} <- answers, do: analysis),
      failed: for({path, {:error, reason}} <- answers, do: {path, reason})
    }
  end

  defp ask(config, path) do
    Analysis.load_field_names()
    request = %{path: path, known_hash: nil, busy_threshold: 0}
    config |> job(0, request) |> Map.put(:codebase_id, nil) |> start()
  end

  defp understand(started, config) do
    case await(started, config.parse_timeout + @patience) do
      {:ok, {%{parse_status: "too_large"} = fields, _hash}} -> too_large(fields.path, config)
      {:ok, {fields, hash}} -> {:ok, Analysis.from_native(fields, hash)}
      {:error, reason} -> {:error, reason}
    end
  end

  defp job(config, generation, request) do
    %{
      root: config.root,
      codebase_id: config.codebase_id,
      generation: generation,
      path: request.path,
      rules: Map.get(request, :rules),
      known_hash: request.known_hash,
      busy_threshold: request.busy_threshold,
      keep_tree: Map.get(request, :keep_tree, false),
      max_file_bytes: config.max_file_bytes,
      parse_timeout: config.parse_timeout,
      redact: config.redact,
      smells: Smells.to_native(config.smells),
      state_dir: config.state_dir
    }
  end

  defp start(job), do: Answer.ask(&Native.analyze(&1, job))

  defp await({:ok, answer}, timeout), do: Answer.await(answer, timeout)
  defp await({:error, reason}, _timeout), do: {:error, reason}

  defp too_large(path, config) do
    with {:ok, %{size: size}} <- File.stat(Path.join(config.root, path)),
         do: {:error, {:too_large, size, config.max_file_bytes}}
  end
end

defmodule ParserEngine.Fallback do
  @moduledoc """
  What plain Elixir can know about a source file when the native library is not there.

  Every file gets a row with its path, language, content, size, lines and hash; an Elixir file
  also its quoted form, functions, modules and imports. Numbers that only the native analysis
  measures are null. The rows carry the analysis version `elixir-fallback`, so that they are
  analysed again once the native library is back.

  A file's times have whole seconds, because Erlang knows no finer ones.
  """

  alias ParserEngine.Fallback.{Disk, Outline, Quoted, Text, Tree}
  alias ParserEngine.{Config, JSON, Language, Redaction}

  @analysis_version "elixir-fallback"
  # As the native analysis marks its versions.
  @unredacted "+unredacted"
  @max_file_bytes 2_000_000
  @large [:content, :ast_json, :functions, :classes, :imports, :exports, :symbols, :metadata]

  @typedoc """
  Whose file it is: `codebase_id`, `codebase_path` (the absolute root) and `generation` go into the
  row. `max_file_bytes` is the size up to which a file is read, by default 2,000,000; `redact` says
  whether secrets are hidden, by default true.
  """
  @type origin :: %{
          required(:codebase_id) => String.t(),
          required(:codebase_path) => String.t(),
          required(:generation) => integer,
          optional(:max_file_bytes) => pos_integer,
          optional(:redact) => boolean
        }

  @typedoc "As the native analysis takes it: `busy_threshold` in milliseconds."
  @type request :: %{
          path: String.t(),
          known_hash: String.t() | nil,
          busy_threshold: non_neg_integer
        }

  @type reason ::
          Disk.reason()
          | :binary
          | {:busy, age_ms :: non_neg_integer}
          | {:unsupported_language, String.t()}

  @doc "The analysis version in the rows that come from here."
  @spec analysis_version(redact :: boolean()) :: String.t()
  def analysis_version(true), do: @analysis_version
  def analysis_version(false), do: @analysis_version <> @unredacted

  @doc "Whether secrets are not hidden in rows of an analysis version, whoever wrote them."
  @spec unredacted?(String.t()) :: boolean()
  def unredacted?(version), do: String.contains?(version, @unredacted)

  @doc """
  Reads and analyses one file, `path` being relative to `root`.

  Answers its row of `code_files` as a JSON object and the row's scalar columns as a map.
  """
  @spec analyze(Path.t(), Path.t(), origin) :: {:ok, binary, map} | {:error, reason}
  def analyze(root, path, origin) do
    with {:ok, language} <- Language.detect(path),
         {:ok, reading} <- Disk.read(root, path, max_file_bytes(origin)),
         do: analyzed(path, language, reading, origin)
  end

  @doc """
  The row of `code_files` for a request of the instance with what was read, or `{:unchanged, stat}`
  where the content has the known hash, or `{:binary, reading}` where it is none for a row.
  """
  @spec row(Config.t(), integer, request) ::
          {:ok, binary, %{hash: String.t(), stat: Disk.stat()}}
          | {:unchanged, Disk.stat()}
          | {:binary, %{hash: String.t(), stat: Disk.stat()}}
          | {:error, reason}
  def row(config, generation, %{path: path} = request) do
    with {:ok, language} <- Language.detect(path),
         :ok <- quiet(config.root, path, request.busy_threshold),
         {:ok, reading} <- Disk.read(config.root, path, config.max_file_bytes),
         {:changed, reading} <- changed(reading, request.known_hash) do
      read = Map.take(reading, [:hash, :stat])

      case analyzed(path, language, reading, origin(config, generation)) do
        {:ok, row, _info} -> {:ok, row, read}
        {:error, :binary} -> {:binary, read}
      end
    end
  end

  @doc "The files below a path, by default all, in the form of the native scan."
  @spec scan(Config.t(), String.t()) ::
          {:ok, [{String.t(), Disk.stat()}], map} | {:error, term}
  def scan(config, scope \\ "") do
    with {:ok, entries, report} <- Tree.list(config.root, Map.to_list(Config.filter(config))) do
      found =
        for entry <- entries,
            below?(entry.path, scope),
            do: Map.pop!(entry, :path)

      skipped = for {reason, count} <- report.skipped, do: {Atom.to_string(reason), count}
      {:ok, found, %{report | accepted: length(found), skipped: skipped}}
    end
  end

  defp below?(_path, ""), do: true
  defp below?(path, scope), do: path == scope or String.starts_with?(path, scope <> "/")

  defp origin(config, generation) do
    %{
      codebase_id: config.codebase_id,
      codebase_path: config.root,
      generation: generation,
      redact: config.redact
    }
  end

  defp changed(%{hash: hash, stat: stat}, hash), do: {:unchanged, stat}
  defp changed(reading, _known_hash), do: {:changed, reading}

  defp quiet(_root, _path, 0), do: :ok

  # Without fractions of a second a file looks older than it is, so none is called busy that is not.
  # A time in the future says nothing about whether somebody is writing.
  defp quiet(root, path, threshold) do
    with {:ok, stat} <- Disk.stat(root, path) do
      age = System.os_time(:millisecond) - div(stat.mtime_ns, 1_000_000)
      if age in 0..(threshold - 1), do: {:error, {:busy, age}}, else: :ok
    end
  end

  defp analyzed(path, language, reading, origin) do
    with {:ok, analysis} <- analysis(language, reading.bytes, redact?(origin)) do
      row = columns(path, language, reading, analysis, origin)
      {:ok, row |> JSON.encode() |> IO.iodata_to_binary(), Map.drop(row, @large)}
    end
  end

  defp redact?(origin), do: Map.get(origin, :redact, true)
  defp max_file_bytes(origin), do: Map.get(origin, :max_file_bytes, @max_file_bytes)

  defp columns(path, language, reading, analysis, origin) do
    Map.merge(analysis, %{
      codebase_id: origin.codebase_id,
      codebase_path: origin.codebase_path,
      generation: origin.generation,
      file_path: path,
      language: language,
      file_size: reading.stat.size,
      line_count: reading.lines,
      hash: reading.hash,
      analysis_version: analysis_version(redact?(origin)),
      mtime_ns: reading.stat.mtime_ns,
      ctime_ns: reading.stat.ctime_ns,
      inode: reading.stat.inode
    })
  end

  defp analysis(_language, nil, _redact?), do: {:ok, %{unknown() | parse_status: "too_large"}}

  defp analysis(language, bytes, redact?) do
    with {:ok, text, lossy?} <- Text.from_bytes(bytes) do
      {text, redacted} = if redact?, do: Redaction.redact(text), else: {text, 0}
      analysis = language |> source(text) |> Map.put(:content, text)

      flags =
        for {flag, value} <- [lossy: lossy?, redacted: redacted],
            value not in [false, 0],
            do: {flag, value}

      {:ok, %{analysis | metadata: Map.merge(analysis.metadata, Map.new(flags))}}
    end
  end

  defp source("elixir", text) do
    case Quoted.parse(text) do
      {:ok, quoted} -> elixir(quoted, text)
      {:error, :syntax} -> %{unknown() | error_count: 1}
    end
  end

  defp source(_language, _text), do: unknown()

  defp elixir(quoted, text) do
    {ast_json, truncated?} = Quoted.to_json(quoted)
    outline = Outline.read(quoted, text)

    unknown()
    |> Map.merge(outline)
    |> Map.merge(%{
      ast_json: ast_json,
      functions: Enum.filter(outline.symbols, &Outline.function?/1),
      classes: Enum.filter(outline.symbols, &Outline.class?/1),
      metadata: if(truncated?, do: %{ast_truncated: true}, else: %{}),
      error_count: 0
    })
  end

  defp unknown do
    %{
      content: nil,
      ast_json: nil,
      functions: nil,
      classes: nil,
      imports: nil,
      exports: nil,
      symbols: nil,
      metadata: %{},
      parse_status: "fallback",
      error_count: nil
    }
  end
end

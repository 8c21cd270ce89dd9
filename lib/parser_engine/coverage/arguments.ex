defmodule ParserEngine.Coverage.Arguments do
  @moduledoc false
  # The words after `mix code.coverage`, checked before anything is started.

  import ParserEngine.CommandLine, only: [usage: 1]

  alias ParserEngine.CommandLine
  alias ParserEngine.CommandLine.Codebase
  alias ParserEngine.Coverage.Format

  @switches Codebase.switches() ++
              [format: :string, source_root: :string, strip: :string, merge: :boolean]

  @enforce_keys [:reports, :repo, :options]
  defstruct @enforce_keys

  @type t :: %__MODULE__{reports: [Path.t()], repo: module() | nil, options: keyword()}

  @doc "The arguments; `options` are those of `ParserEngine.import_coverage/2`."
  @spec parse([String.t()]) :: {:ok, t()} | Codebase.failure()
  def parse(words) do
    with {:ok, switches, reports} <- CommandLine.parse(words, @switches, [r: :repo], :infinity),
         :ok <- some(reports),
         {:ok, format} <- format(switches[:format]),
         {:ok, root} <- Codebase.root(switches),
         {:ok, repo} <- Codebase.repo(switches) do
      options =
        [codebase_id: Codebase.id(switches, root), root: root, format: format] ++
          Keyword.take(switches, [:prefix, :source_root, :strip, :merge])

      {:ok, %__MODULE__{reports: reports, repo: repo, options: options}}
    end
  end

  defp some([]), do: usage("which report?")
  defp some(_reports), do: :ok

  defp format(nil), do: {:ok, nil}

  defp format(word) do
    with :error <- Format.named(word) do
      names = Enum.map(Format.names(), &to_string/1)
      hint = CommandLine.did_you_mean(word, names)
      usage("--format #{word}: not one of #{Enum.join(names, ", ")}" <> hint)
    end
  end
end

defmodule ParserEngine.Report.Arguments do
  @moduledoc false
  # The words after `mix code.report`, checked before anything is started.

  import ParserEngine.CommandLine, only: [usage: 1]

  alias ParserEngine.CommandLine
  alias ParserEngine.CommandLine.Codebase
  alias ParserEngine.Report.Limits

  @switches Codebase.switches() ++ [format: :string, output: :string, since: :string]
  @aliases [r: :repo, o: :output]
  @formats %{"html" => :html, "json" => :json, "sarif" => :sarif}
  @page "code-report.html"
  @default_since "12 months"

  @days %{"day" => 1, "week" => 7}
  @months %{"month" => 1, "year" => 12}
  @earliest ~D[1970-01-01]

  @enforce_keys [:repo, :format, :output, :since, :root, :options]
  defstruct @enforce_keys

  @typedoc """
  `output` is `:stdout` or a path. `root` is `nil` where the rows have to tell it; `options` are
  those of a `ParserEngine.Config`.
  """
  @type t :: %__MODULE__{
          repo: module() | nil,
          format: Limits.format(),
          output: :stdout | Path.t(),
          since: Date.t(),
          root: Path.t() | nil,
          options: keyword()
        }

  @doc "The arguments."
  @spec parse([String.t()], Date.t()) :: {:ok, t()} | Codebase.failure()
  def parse(words, today) do
    with {:ok, switches, []} <- CommandLine.parse(words, @switches, @aliases),
         {:ok, format} <- format(Keyword.get(switches, :format, "html")),
         {:ok, since} <- since(Keyword.get(switches, :since, @default_since), today),
         {:ok, root} <- Codebase.root(switches),
         {:ok, repo} <- Codebase.repo(switches) do
      {:ok,
       %__MODULE__{
         repo: repo,
         format: format,
         output: output(switches[:output], format),
         since: since,
         root: if(switches[:path], do: root),
         options:
           [codebase_id: Codebase.id(switches, root), root: root] ++
             Keyword.take(switches, [:prefix])
       }}
    end
  end

  defp format(word) do
    with :error <- Map.fetch(@formats, word) do
      names = Map.keys(@formats)
      hint = CommandLine.did_you_mean(word, names)
      usage("--format #{word}: not one of #{Enum.join(names, ", ")}" <> hint)
    end
  end

  defp output(nil, :html), do: @page
  defp output(nil, _for_machines), do: :stdout
  defp output("-", _format), do: :stdout
  defp output(path, _format), do: path

  @doc """
  The first day of a window.

      iex> ParserEngine.Report.Arguments.since("2 weeks", ~D[2026-03-15])
      {:ok, ~D[2026-03-01]}

      iex> ParserEngine.Report.Arguments.since("2026-01-31", ~D[2026-03-15])
      {:ok, ~D[2026-01-31]}
  """
  @spec since(String.t(), Date.t()) :: {:ok, Date.t()} | CommandLine.failure()
  def since(word, today) do
    with {:error, _no_date} <- Date.from_iso8601(word),
         :error <- window(word, today) do
      usage("--since #{word}: neither a day as 2026-01-31 nor a time as \"6 months\"")
    end
  end

  defp window(word, today) do
    case Regex.run(~r/^(\d{1,4})[ .]?(day|week|month|year)s?$/, word) do
      [_all, number, unit] -> {:ok, back(today, String.to_integer(number), unit)}
      nil -> :error
    end
  end

  defp back(today, number, unit) when is_map_key(@days, unit),
    do: latest(Date.add(today, -number * @days[unit]))

  # The same day of an earlier month, or its last one.
  defp back(today, number, unit) do
    months = 12 * today.year + today.month - 1 - number * @months[unit]
    if months < 12 * @earliest.year, do: @earliest, else: day_in(months, today.day)
  end

  defp day_in(months, day) do
    first = Date.new!(div(months, 12), rem(months, 12) + 1, 1)
    %{first | day: min(day, Date.days_in_month(first))}
  end

  defp latest(date), do: Enum.max([date, @earliest], Date)
end

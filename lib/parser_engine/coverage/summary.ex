defmodule ParserEngine.Coverage.Summary do
  @moduledoc """
  What an import of coverage reports came to.

  `files` is the number of rows that were written, `covered` and `relevant` their lines. `stale`
  are the paths whose content is not the one that was measured, `unknown` the names in the reports
  that mean no row, `ambiguous` those that may mean several, `cleared` the number of rows whose
  earlier coverage was taken away.
  """

  alias ParserEngine.Coverage.{Attribution, Format, Measurement, Report}

  @enforce_keys [:formats, :files, :covered, :relevant, :stale, :unknown, :ambiguous, :cleared]
  defstruct @enforce_keys

  @type t :: %__MODULE__{
          formats: %{Path.t() => Format.name()},
          files: non_neg_integer(),
          covered: non_neg_integer(),
          relevant: non_neg_integer(),
          stale: [String.t()],
          unknown: [String.t()],
          ambiguous: [String.t()],
          cleared: non_neg_integer()
        }

  @names_shown 5
  @longest_name 200

  @doc false
  @spec new(
          [{Report.t(), %{Format.source() => Attribution.answer()}}],
          [{Measurement.t(), boolean()}],
          non_neg_integer()
        ) :: t()
  def new(answers, written, cleared) do
    %__MODULE__{
      formats: Map.new(answers, fn {report, _answers} -> {report.path, report.format} end),
      files: length(written),
      covered: written |> Enum.map(fn {one, _stale} -> one.covered end) |> Enum.sum(),
      relevant: written |> Enum.map(fn {one, _stale} -> one.relevant end) |> Enum.sum(),
      stale: Enum.sort(for {one, true} <- written, do: one.path),
      unknown: named(answers, :unknown),
      ambiguous: named(answers, :ambiguous),
      cleared: cleared
    }
  end

  defp named(answers, answer) do
    names = for {_report, answers} <- answers, {source, ^answer} <- answers, do: name(source)
    names |> Enum.uniq() |> Enum.sort()
  end

  @doc false
  @spec name(Format.source()) :: String.t()
  def name({:module, name}), do: "module " <> shown(name)
  def name(path), do: shown(path)

  # They come from outside, and go to a terminal.
  defp shown(name) do
    name = String.slice(name, 0, @longest_name)
    if name =~ ~r/[[:cntrl:]]/u, do: inspect(name), else: name
  end

  @doc false
  @spec text(t()) :: iodata()
  def text(summary) do
    [
      for({path, format} <- Enum.sort(summary.formats), do: line(path, to_string(format))),
      line("files", summary.files),
      line("lines covered", coverage(summary)),
      list("stale, changed since they were measured", summary.stale),
      list("not in the tables", summary.unknown),
      list("ambiguous, may mean several files", summary.ambiguous),
      if(summary.cleared > 0, do: line("earlier coverage taken away", summary.cleared), else: [])
    ]
  end

  defp coverage(%{relevant: 0}), do: "no line with code"

  defp coverage(summary) do
    share = Measurement.share(summary.covered, summary.relevant)

    "#{summary.covered} of #{summary.relevant} (#{:erlang.float_to_binary(100 * share, decimals: 1)} %)"
  end

  defp list(_label, []), do: []

  defp list(label, names) do
    {shown, others} = Enum.split(names, @names_shown)

    [
      line(label, length(names)),
      Enum.map(shown, &["  ", &1, "\n"]),
      if(others == [], do: [], else: "  and #{length(others)} more\n")
    ]
  end

  defp line(label, value), do: [label, ": ", to_string(value), "\n"]
end

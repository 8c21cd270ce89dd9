defmodule ParserEngine.Ingest.Progress do
  @moduledoc false
  # How far an ingestion is, as a bar that is drawn over and over on a terminal, or as lines.
  # Values in, text out.

  @redraw_ms 100
  @line_ms 5_000
  @line_percent 10
  @clear_line "\r\e[K"
  @widest_bar 30

  @enforce_keys [:columns]
  defstruct @enforce_keys ++ [total: 0, done: 0, started: 0, drawn: 0, drawn_percent: 0]

  @typedoc "Times in ms. `columns` is the width of the terminal, `nil` for lines."
  @type t :: %__MODULE__{
          columns: pos_integer() | nil,
          total: non_neg_integer(),
          done: non_neg_integer(),
          started: integer(),
          drawn: integer(),
          drawn_percent: 0..100
        }

  @doc false
  @spec new(pos_integer() | nil) :: t()
  def new(columns), do: %__MODULE__{columns: columns}

  @doc "What to write after a step of an ingestion, often nothing."
  @spec step(t(), {:planned, map()} | {:synced, list()}, integer()) :: {iodata(), t()}
  def step(progress, {:planned, plan}, now) do
    total = length(plan.changed)
    {[], %{progress | total: total, started: now, drawn: now}}
  end

  def step(progress, {:synced, outcomes}, now) do
    progress = %{progress | done: progress.done + length(outcomes)}
    if due?(progress, now), do: draw(progress, now), else: {[], progress}
  end

  @doc "What to write when the ingestion is over: makes room for what follows."
  @spec finish(t()) :: iodata()
  def finish(%__MODULE__{columns: nil}), do: []
  def finish(_progress), do: @clear_line

  defp due?(%{columns: nil} = progress, now) do
    now - progress.drawn >= @line_ms or
      percent(progress) - progress.drawn_percent >= @line_percent
  end

  defp due?(progress, now), do: now - progress.drawn >= @redraw_ms

  defp draw(progress, now),
    do: {text(progress, now), %{progress | drawn: now, drawn_percent: percent(progress)}}

  defp text(%{columns: nil} = progress, now), do: [numbers(progress, now), "\n"]

  defp text(progress, now) do
    numbers = numbers(progress, now)
    width = min(@widest_bar, progress.columns - String.length(numbers) - 4)
    line = if width < 5, do: numbers, else: [bar(progress, width), " ", numbers]
    [@clear_line, line |> IO.iodata_to_binary() |> String.slice(0, progress.columns - 1)]
  end

  defp bar(progress, width) do
    full = div(progress.done * width, max(progress.total, 1))
    ["[", String.duplicate("#", full), String.duplicate(".", width - full), "]"]
  end

  defp numbers(progress, now) do
    rate = rate(progress.done, now - progress.started)

    "#{String.pad_leading("#{percent(progress)}", 3)}%  #{progress.done}/#{progress.total} files" <>
      "  #{round(rate)} files/s  ETA #{remaining(progress, rate)}"
  end

  defp percent(%{total: 0}), do: 100
  defp percent(progress), do: div(progress.done * 100, progress.total)

  defp rate(done, milliseconds), do: done * 1000 / max(milliseconds, 1)

  defp remaining(_progress, rate) when rate == 0.0, do: "?"

  defp remaining(progress, rate),
    do: duration(ceil((progress.total - progress.done) / rate))

  defp duration(seconds) when seconds < 60, do: "#{seconds} s"

  defp duration(seconds) when seconds < 3600,
    do: "#{div(seconds, 60)}:#{two_digits(rem(seconds, 60))} min"

  defp duration(seconds),
    do: "#{div(seconds, 3600)}:#{two_digits(div(rem(seconds, 3600), 60))} h"

  defp two_digits(number), do: String.pad_leading("#{number}", 2, "0")
end

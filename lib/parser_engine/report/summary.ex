defmodule ParserEngine.Report.Summary do
  @moduledoc false
  # What a report came to, in a few lines. Values in, text out.

  alias ParserEngine.Report

  @doc "The lines after a report was written to `path`."
  @spec text(Report.t(), Path.t(), non_neg_integer(), non_neg_integer()) :: iodata()
  def text(report, path, bytes, milliseconds) do
    [
      "#{path}: #{length(report.files)} files of #{report.codebase_id}, #{size(bytes)}, ",
      "#{Float.round(milliseconds / 1000, 1)} s\n",
      line("cycles", cycles(report)),
      line("commits", commits(report.history))
    ]
  end

  defp cycles(report) do
    if Report.dependencies?(report),
      do: length(report.cycles),
      else: "unknown, the tables have no dependencies"
  end

  defp commits(%{problem: nil} = history) do
    "#{history.commits} since #{history.since}" <>
      if(history.shallow, do: " (a shallow clone: older ones may be missing)", else: "")
  end

  defp commits(history), do: "unknown, #{history.problem}"

  defp size(bytes) when bytes < 1_000_000, do: "#{div(bytes + 999, 1000)} kB"
  defp size(bytes), do: "#{Float.round(bytes / 1_000_000, 1)} MB"

  defp line(label, value), do: [label, ": ", to_string(value), "\n"]
end

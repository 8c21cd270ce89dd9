defmodule ParserEngine.Prune.Report do
  @moduledoc false
  # Codebases as a table. Values in, text out.

  @header ["codebase", "code_files", "codebase_metadata", "written", "root"]

  @doc "One line for each."
  @spec list([ParserEngine.Prune.codebase()], DateTime.t()) :: iodata()
  def list([], _now), do: "no codebase\n"

  def list(codebases, now) do
    lines = [@header | Enum.map(codebases, &cells(&1, now))]

    widths =
      for column <- Enum.zip_with(lines, & &1),
          do: column |> Enum.map(&String.length/1) |> Enum.max()

    Enum.map(lines, &line(&1, widths))
  end

  defp cells(codebase, now) do
    [
      codebase.id,
      "#{codebase.code_files}",
      "#{codebase.codebase_metadata}",
      written(codebase, now),
      codebase.root || ""
    ]
  end

  defp written(%{leader: nil, written: time}, now), do: age(DateTime.diff(now, time))
  defp written(_led, _now), do: "in use"

  defp age(seconds) when seconds < 86_400, do: "today"
  defp age(seconds), do: "#{div(seconds, 86_400)} days ago"

  defp line(cells, widths) do
    padded = Enum.zip_with(cells, widths, &String.pad_trailing/2)
    [padded |> Enum.join("  ") |> String.trim_trailing(), "\n"]
  end
end

defmodule ParserEngine.Doctor.Report do
  @moduledoc false
  # A diagnosis as text for a person or a program. Values in, text out.

  alias ParserEngine.Doctor.{Diagnosis, Finding, Reason}
  alias ParserEngine.JSON

  @paths_shown 20

  @doc "The counts where there is more than one candidate, then each reason with its paths."
  @spec text(Diagnosis.t()) :: iodata()
  def text(%{candidates: 0}), do: "no file\n"

  def text(diagnosis) do
    reasons = for reason <- Reason.all(), is_map_key(diagnosis.counts, reason.name), do: reason
    by_reason = Enum.group_by(diagnosis.findings, & &1.reason)

    groups = for reason <- reasons, found = by_reason[reason.name], do: group(reason, found)
    Enum.intersperse(counts(diagnosis, reasons) ++ groups, "\n")
  end

  defp counts(%{candidates: 1}, _reasons), do: []

  defp counts(diagnosis, reasons) do
    [
      [
        line("candidates", diagnosis.candidates),
        for(reason <- reasons, do: line("  #{reason.name}", diagnosis.counts[reason.name]))
      ]
    ]
  end

  defp line(label, count),
    do: [String.pad_trailing(label, 26), String.pad_leading("#{count}", 9), "\n"]

  defp group(reason, findings) do
    {shown, others} = Enum.split(findings, @paths_shown)

    [
      [to_string(reason.name), ": ", reason.means, "\n"],
      Enum.map(shown, &path/1),
      if(others == [], do: [], else: "  and #{length(others)} more\n"),
      if(reason.advice, do: ["  → ", reason.advice, "\n"], else: [])
    ]
  end

  defp path(%{detail: nil} = finding), do: ["  ", name(finding.path), "\n"]
  defp path(finding), do: ["  ", name(finding.path), ": ", finding.detail, "\n"]

  defp name(""), do: "."
  defp name(path), do: path

  @doc "All findings as one JSON object."
  @spec json(Diagnosis.t()) :: iodata()
  def json(diagnosis) do
    findings = for finding <- diagnosis.findings, do: {:fragment, finding(finding)}

    [
      JSON.encode(%{
        candidates: diagnosis.candidates,
        counts: diagnosis.counts,
        findings: findings
      }),
      "\n"
    ]
  end

  defp finding(finding) do
    JSON.encode(%{
      path: finding.path,
      reason: finding.reason,
      detail: finding.detail,
      sentence: Finding.sentence(finding),
      advice: Finding.advice(finding)
    })
  end
end

defmodule ParserEngine.Report.Sarif do
  @moduledoc false
  # Smells, findings and clones as SARIF 2.1.0.

  alias ParserEngine.{JSON, Report}
  alias ParserEngine.Report.{Document, Issue, Wording}

  @schema "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
  @clone_rule "duplicated_code"

  # Numbers as code scanning of forges sorts them: 7.0 and more is high, 4.0 and more medium.
  @severities %{"high" => "8.0", "medium" => "5.5", "low" => "2.5"}
  @levels %{"high" => "error", "medium" => "warning", "low" => "note"}

  @doc "The log."
  @spec encode(Report.t()) :: iodata()
  def encode(report) do
    issues = Enum.sort_by(report.issues, &{&1.path, &1.line, &1.rule})
    rules = rules(report)
    numbers = rules |> Enum.map(& &1.id) |> Enum.with_index() |> Map.new()

    results =
      Enum.map(issues, &issue(&1, numbers)) ++ Enum.map(report.clones, &clone(&1, numbers))

    JSON.encode(%{
      "$schema": @schema,
      version: "2.1.0",
      runs: [
        %{
          tool: %{driver: driver(rules)},
          taxonomies: taxonomies(issues),
          columnKind: "unicodeCodePoints",
          originalUriBaseIds: %{
            SRCROOT: %{description: %{text: "The top folder of the codebase."}}
          },
          automationDetails: %{id: "parser_engine/" <> URI.encode(report.codebase_id, &plain?/1)},
          results: fingerprinted(results, report.texts)
        }
      ]
    })
  end

  defp driver(rules) do
    %{
      name: "parser_engine",
      version: Document.version(),
      semanticVersion: Document.version(),
      rules: Enum.map(rules, &rule/1)
    }
  end

  # Each rule once, with what the first place says about it.
  defp rules(report) do
    of_clones = if report.clones == [], do: [], else: [%{id: @clone_rule, issue: nil}]

    of_issues =
      report.issues
      |> Enum.uniq_by(& &1.rule)
      |> Enum.sort_by(& &1.rule)
      |> Enum.map(&%{id: &1.rule, issue: &1})

    of_issues ++ of_clones
  end

  defp rule(%{id: id, issue: nil}) do
    %{
      id: id,
      name: "DuplicatedCode",
      shortDescription: %{text: "The same code is somewhere else too."},
      defaultConfiguration: %{level: "note"},
      properties: %{tags: ["maintainability"]}
    }
  end

  defp rule(%{id: id, issue: %Issue{kind: :smell}}) do
    %{
      id: id,
      shortDescription: %{text: Wording.smell(id)},
      defaultConfiguration: %{level: "note"},
      properties: %{tags: ["maintainability"]}
    }
  end

  defp rule(%{id: id, issue: %Issue{kind: :finding} = finding}) do
    %{
      id: id,
      shortDescription: %{text: finding.message || id},
      defaultConfiguration: %{level: level(finding)},
      properties: %{
        tags: ["security" | weakness_tags(finding.cwe)],
        "security-severity": Map.get(@severities, finding.severity, "2.5")
      },
      relationships: relationships(finding.cwe)
    }
  end

  defp weakness_tags(nil), do: []
  defp weakness_tags(cwe), do: ["external/cwe/cwe-" <> String.pad_leading("#{cwe}", 3, "0")]

  defp relationships(nil), do: []

  defp relationships(cwe),
    do: [%{target: %{id: "CWE-#{cwe}", toolComponent: %{name: "CWE"}}, kinds: ["superset"]}]

  defp taxonomies(issues) do
    case issues |> Enum.map(& &1.cwe) |> Enum.reject(&is_nil/1) |> Enum.uniq() |> Enum.sort() do
      [] ->
        []

      weaknesses ->
        [
          %{
            name: "CWE",
            organization: "MITRE",
            shortDescription: %{text: "The Common Weakness Enumeration."},
            taxa: for(cwe <- weaknesses, do: %{id: "CWE-#{cwe}"})
          }
        ]
    end
  end

  defp issue(issue, numbers) do
    %{
      ruleId: issue.rule,
      ruleIndex: Map.fetch!(numbers, issue.rule),
      level: level(issue),
      message: %{text: issue |> Wording.message() |> escaped()},
      locations: [location(issue)]
    }
  end

  defp level(%Issue{kind: :finding} = finding), do: Map.get(@levels, finding.severity, "note")
  # Twice what is allowed, and more.
  defp level(%Issue{value: value, threshold: threshold})
       when is_integer(value) and is_integer(threshold) and value >= 2 * threshold,
       do: "warning"

  defp level(%Issue{}), do: "note"

  defp clone(clone, numbers) do
    %{
      ruleId: @clone_rule,
      ruleIndex: Map.fetch!(numbers, @clone_rule),
      level: "note",
      message: %{text: clone |> Wording.clone() |> escaped()},
      locations: [location(clone.left)],
      relatedLocations: [Map.put(location(clone.right), :id, 1)]
    }
  end

  # SARIF 2.1.0, 3.11.5: single ones are placeholders.
  defp escaped(text), do: String.replace(text, ["{", "}"], &(&1 <> &1))

  defp location(%{path: path, line: line, end_line: end_line}) do
    %{
      physicalLocation: %{
        artifactLocation: %{uri: URI.encode(path, &plain?/1), uriBaseId: "SRCROOT"},
        region: %{startLine: line, endLine: end_line}
      }
    }
  end

  # A colon in the first part of a path would make a scheme of it.
  defp plain?(character), do: character == ?/ or URI.char_unreserved?(character)

  # The same after lines were added above: the rule, the file and the text of the line (not that of
  # a secret), and which of those that are alike in these it is.
  defp fingerprinted(results, texts) do
    {results, _seen} =
      Enum.map_reduce(results, %{}, fn result, seen ->
        print = fingerprint(result, texts)
        number = Map.get(seen, print, 0) + 1

        {Map.put(result, :partialFingerprints, %{"ruleAndLine/v1": "#{print}:#{number}"}),
         Map.put(seen, print, number)}
      end)

    results
  end

  defp fingerprint(%{ruleId: rule, locations: [%{physicalLocation: place}]}, texts) do
    path = URI.decode(place.artifactLocation.uri)
    line = texts |> Map.get(path, %{}) |> Map.get(place.region.startLine, "")
    hash = :crypto.hash(:sha256, [rule, 0, path, 0, String.trim(line)])
    hash |> binary_part(0, 16) |> Base.encode16(case: :lower)
  end
end

defmodule ParserEngine.FindingsTest do
  use ParserEngine.CodebaseCase

  alias ParserEngine.Analysis.Finding
  alias ParserEngine.Analyzer

  @source "defmodule A do\n  def f(x), do: String.to_atom(x)\nend\n"

  test "an analysis has findings as structs", %{root: root} do
    write(root, "a.ex", @source)
    {:ok, analysis} = ParserEngine.parse_file(Path.join(root, "a.ex"))

    assert [%Finding{rule: "elixir-string-to-atom", line: 2, cwe: 400} = finding] =
             analysis.findings

    assert finding.severity == "medium"
    assert binary_part(@source, finding.start_byte, 14) == "String.to_atom"
    assert analysis.vulnerability_count == 1
    assert_in_delta analysis.security_score, 90.48, 0.01
  end

  test "the row has the findings and the numbers", %{config: config, root: root} do
    write(root, "a.ex", @source)
    request = %{path: "a.ex", known_hash: nil, busy_threshold: 0}
    [{:ok, rows}] = Analyzer.rows(config, 1, [request])

    sql = """
    SELECT row ->> 'vulnerability_count', row -> 'metadata' -> 'findings' -> 0 ->> 'rule'
    FROM (SELECT $1::text::jsonb AS row) one
    """

    assert config.repo.query!(sql, [rows.codebase_metadata]).rows ==
             [["1", "elixir-string-to-atom"]]
  end
end

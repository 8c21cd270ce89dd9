defmodule Mix.Tasks.Code.ReportTest do
  use ParserEngine.CodebaseCase

  import ParserEngine.CapturedTerminal, only: [written: 1]

  alias Mix.Tasks.Code.Report
  alias ParserEngine.{CapturedTerminal, Ingest, Repo}

  @hostile "</script><script>alert('it ran')</script><!--<script>"

  # Two modules in a circle, a smell, findings, and text that a page must not take for its own.
  setup %{config: config, root: root} do
    write(root, "app/one.py", "from app import two\nimport subprocess\n\n\n" <> function())

    write(
      root,
      "app/two.py",
      "from app import one\n\n# #{@hostile}\n# TODO: \u202Eevil {0} [x](1)\n"
    )

    write(root, "app/odd #name%.py", "import os\nos.system(x)  # #{@hostile}\n")

    write(
      root,
      "app/keys.py",
      "def many(x):\n    # TODO: ask\n    password = 'correct-horse-1'\n    return x\n"
    )

    write(root, "notes.md", "# #{@hostile}\n")
    {:ok, _summary} = Ingest.run(config)
    :ok
  end

  defp function do
    branches = for n <- 1..30, do: "    if x == #{n}:\n        return #{n}\n"

    "def many(x, a, b, c, d, e):\n#{branches}    return subprocess.run(f'ls {x}', shell=True)\n"
  end

  defp report(config, more) do
    words = ["--prefix", config.prefix, "--repo", inspect(config.repo), "--path", config.root]
    Report.run(words ++ ["--id", config.codebase_id | more], CapturedTerminal.new())
  end

  defp page(config, more \\ []) do
    path = Path.join(config.root, "report.html")
    assert report(config, ["--output", path | more]) == :ok
    File.read!(path)
  end

  # One value of JSON text, as text.
  defp value(json, path) do
    [[value]] =
      Repo.query!("SELECT jsonb_path_query_array($1::text::jsonb, '#{path}')::text", [json]).rows

    value
  end

  defp json(config, format) do
    assert report(config, ["--format", format]) == :ok
    written(:puts)
  end

  describe "the page" do
    test "is one file whose policy allows its own style and script only", %{config: config} do
      page = page(config)

      [policy] =
        Regex.run(~r/Content-Security-Policy" content="([^"]*)"/, page, capture: :all_but_first)

      assert policy =~ "default-src 'none'"
      assert policy =~ "base-uri 'none'"

      for {kind, element} <- [style: "style", script: "script"] do
        [text] = Regex.run(~r/<#{element}>(.*)<\/#{element}>/s, page, capture: :all_but_first)
        hash = Base.encode64(:crypto.hash(:sha256, text))
        assert policy =~ "#{kind}-src 'sha256-#{hash}'"
      end

      refute page =~ ~r/\b(src|href|srcset|action)="(?!#)/
      refute page =~ ~r/@import|url\((?!#)/
      assert page =~ ~s(<html lang="en">)
    end

    test "takes nothing in a file for its own", %{config: config} do
      page = page(config)
      refute page =~ "alert('it ran')</script>"
      assert length(String.split(page, "<script")) == 3
      assert length(String.split(page, "</script")) == 3
      refute page =~ "<!--"
      assert document(page) =~ "it ran"
    end

    test "has the data of all sections", %{config: config} do
      document = config |> page() |> document()

      for name <- ~w(totals measured languages files history dependencies cycles rules issues
                     uncovered clones texts snapshots unresolved packages) do
        assert value(document, "exists($.#{name})") == "[true]"
      end

      assert value(document, "$.texts.*[*][1][*] ? (@ like_regex \"many\")") =~ "def many(x"
      assert value(document, "$.cycles[*].path") == "[[2, 3]]"
      assert value(document, "$.files.rows[2][0]") == ~s(["app/one.py"])
    end

    test "does not call unknown cycles none", %{config: config} do
      statement(config, """
      UPDATE #{name(config, :codebase_metadata)} SET dependencies = NULL, dependency_count = NULL
      """)

      document = document(page(config))
      assert written(:puts) =~ "cycles: unknown, the tables have no dependencies\n"

      for name <- ~w(cycles dependency_count unresolved_count package_count),
          do: assert(value(document, "$.#{name}") == "[null]")
    end

    test "tells what it came to", %{config: config} do
      page(config)
      assert text = written(:puts)
      assert text =~ ~r/report.html: 5 files of #{config.codebase_id}, \d+ kB, \d+\.\d s/
      assert text =~ "cycles: 1\n"
      assert text =~ "commits: unknown, the folder is in no git repository\n"
    end
  end

  defp document(page) do
    [json] =
      Regex.run(~r/<script type="application\/json" id="report">(.*?)<\/script>/s, page,
        capture: :all_but_first
      )

    json
  end

  test "JSON has names instead of numbers", %{config: config} do
    json = json(config, "json")
    assert value(json, "$.version") == "[1]"
    assert value(json, "$.totals.files") == "[5]"
    assert value(json, "$.totals.coverage") == "[null]"
    assert value(json, "$.cycles[*].members") == ~s([["app/one.py", "app/two.py"]])
    assert value(json, "$.dependencies[*] ? (@.to == \"app/two.py\").from") == ~s(["app/one.py"])
    assert value(json, "$.issues[*] ? (@.rule == \"complex_function\").name") == ~s(["many"])

    assert value(json, "$.issues[*] ? (@.rule == \"python-subprocess-shell\").file") ==
             ~s(["app/one.py"])

    assert value(json, "$.files[*] ? (@.path == \"notes.md\").cyclomatic") == "[null]"
    assert value(json, "$.files[*].commits") == "[null, null, null, null, null]"
    assert value(json, "$.history.problem") =~ "no git repository"
    assert written(:complain) == ""
  end

  test "SARIF has rules, places and fingerprints", %{config: config} do
    sarif = json(config, "sarif")
    assert value(sarif, "$.version") == ~s(["2.1.0"])
    assert value(sarif, "$.runs.size()") == "[1]"
    rule = "$.runs[0].tool.driver.rules[*] ? (@.id == \"python-subprocess-shell\")"
    assert value(sarif, rule <> ".properties.tags") == ~s([["security", "external/cwe/cwe-078"]])
    assert value(sarif, rule <> ".properties.\"security-severity\"") == ~s(["8.0"])

    assert value(sarif, "$.runs[0].taxonomies[0].taxa[*] ? (@.id == \"CWE-78\").id") ==
             ~s(["CWE-78"])

    result = "$.runs[0].results[*] ? (@.ruleId == \"python-subprocess-shell\")"
    assert value(sarif, result <> ".level") == ~s(["error"])
    region = ".locations[*].physicalLocation.region.startLine"
    assert value(sarif, result <> region) == "[66]"

    assert value(sarif, "$.runs[0].results[*].locations[*].physicalLocation.artifactLocation.uri") =~
             "app/odd%20%23name%25.py"

    # Every result names a rule by its place too, and no two are taken for the same.
    [[results, rules, prints]] =
      Repo.query!(
        """
        SELECT count(*), count(*) FILTER (WHERE run -> 'tool' -> 'driver' -> 'rules'
                                            -> (r ->> 'ruleIndex')::int ->> 'id' = r ->> 'ruleId'),
               count(DISTINCT r -> 'partialFingerprints' ->> 'ruleAndLine/v1')
        FROM (SELECT $1::text::jsonb #> '{runs,0}') AS one(run),
             jsonb_array_elements(run -> 'results') AS r
        """,
        [sarif]
      ).rows

    assert results > 5
    assert {results, results} == {rules, prints}
  end

  test "a fingerprint stays when lines are added above", %{config: config, root: root} do
    print =
      "$.runs[0].results[*] ? (@.ruleId == \"complex_function\").partialFingerprints.\"ruleAndLine/v1\""

    before = config |> json("sarif") |> value(print)
    write(root, "app/one.py", "# above\n\nfrom app import two\n\n" <> function())
    {:ok, _summary} = Ingest.run(config)
    assert config |> json("sarif") |> value(print) == before
    refute before == "[]"
  end

  test "a page takes so many smells, and counts all of them", %{config: config, root: root} do
    for name <- ~w(a b c), do: write(root, "#{name}.py", String.duplicate("# TODO: x\n", 900))
    {:ok, _summary} = Ingest.run(config)
    document = config |> page() |> document()

    [[shown]] =
      Repo.query!("SELECT jsonb_array_length($1::text::jsonb #> '{issues,rows}')", [document]).rows

    assert shown in 2_001..2_100
    assert value(document, "strict $.rules.rows[*] ? (@[1] == \"todo_comment\")[3]") == "[2702]"
  end

  test "a password is in none of them", %{config: config} do
    assert config |> json("json") |> value("$.issues[*] ? (@.cwe == 798).file") =~ "app/keys.py"
    page = page(config)

    assert page |> document() |> value("$.texts.*[*][1][*] ? (@ like_regex \"TODO: ask\")") !=
             "[]"

    for text <- [page, json(config, "json"), json(config, "sarif")],
        do: refute(text =~ "correct-horse")
  end

  test "clones, coverage and trends where there are any", %{config: config} do
    statement(config, """
    UPDATE #{name(config, :codebase_metadata)} SET duplication_percentage = 40, test_coverage = 0.25,
      coverage = '{"covered": 1, "relevant": 4, "uncovered": [[1, 2], [4, 4]]}',
      clones = '[{"start_line": 1, "end_line": 2, "tokens": 9, "path": "app/two.py",
                  "other_start_line": 1, "other_end_line": 2}]'
    WHERE path = 'app/one.py'
    """)

    statement(config, """
    UPDATE #{name(config, :parser_engine_snapshots)} SET taken_at = taken_at - interval '2 hours'
    """)

    json = json(config, "json")
    assert value(json, "$.clones[*].other") == ~s(["app/two.py"])
    assert value(json, "$.uncovered[*].ranges") == "[[[1, 2], [4, 4]]]"
    assert value(json, "$.totals.coverage") == "[0.2500]"
    assert value(json, "$.snapshots.size()") == "[2]"
    sarif = json(config, "sarif")
    clone = "$.runs[0].results[*] ? (@.ruleId == \"duplicated_code\")"
    assert value(sarif, clone <> ".message.text") =~ "in app/two.py, lines 1 to 2 (9 tokens)"
    assert page(config) =~ "duplication"
  end

  test "the duplication of the whole is that of all lines, where it was looked for", %{
    config: config
  } do
    # Of 66 lines and of 4, with 64 and 1 of code.
    statement(config, """
    UPDATE #{name(config, :codebase_metadata)}
    SET duplication_percentage = CASE path WHEN 'app/one.py' THEN 50 WHEN 'app/two.py' THEN 0 END
    """)

    assert config |> json("json") |> value("$.totals.duplication") == "[47.1429]"
  end

  test "a snapshot that cannot be kept is told, and hinders nothing", %{config: config} do
    refuse(config, :parser_engine_snapshots)
    assert {:ok, _summary} = Ingest.run(config)
    assert json(config, "json") =~ "snapshots"
    assert written(:complain) =~ "code.report: no snapshot for trends: PostgreSQL refused (53100)"
  end

  test "odd values in the columns break nothing", %{config: config} do
    statement(config, """
    UPDATE #{name(config, :codebase_metadata)} SET clones = '{"no": "list"}', coverage = '[]',
      dependencies = '"none"', metadata = '{"smells": 1, "findings": [{}]}', code_lines = NULL
    """)

    statement(config, "DELETE FROM #{name(config, :code_files)}")
    assert page(config) =~ "</html>"
    for format <- ["json", "sarif"], do: assert(json(config, format) =~ "version")
  end

  test "what cannot be", %{config: config, root: root} do
    assert catch_exit(report(%{config | codebase_id: "other"}, [])) == {:shutdown, 1}
    assert written(:complain) =~ ~s(code.report: the tables have no file of codebase "other")
    output = Path.join(root, "no/such/report.html")
    assert catch_exit(report(config, ["--output", output])) == {:shutdown, 1}
    assert written(:complain) == "code.report: #{output}: there is no such file or directory\n"
    assert catch_exit(report(config, ["--output", root])) == {:shutdown, 1}
    assert written(:complain) =~ "#{root}: "
    assert catch_exit(report(config, ["--since", "soon"])) == {:shutdown, 2}
    assert written(:complain) =~ "--since soon"
    assert catch_exit(report(config, ["--format", "pdf"])) == {:shutdown, 2}
    assert written(:complain) =~ "--format pdf: not one of html, json, sarif"
  end
end

defmodule ParserEngine.SemanticsTest do
  use ParserEngine.CodebaseCase

  alias ParserEngine.Analysis.{BusinessContext, Tag}
  alias ParserEngine.Ingest

  @server """
  defmodule Shop.Carts do
    @moduledoc \"\"\"
    Keeps the carts of guests, e.g. those
    without an account. They expire.
    \"\"\"
    use GenServer

    def init(_), do: {:ok, :ets.new(:carts, [])}
    def token, do: :crypto.strong_rand_bytes(16)
  end
  """

  @view """
  from flask import Flask

  app = Flask(__name__)
  """

  test "an analysis has tags as structs, each with its evidence", %{root: root} do
    write(root, "carts.ex", @server)
    {:ok, analysis} = ParserEngine.parse_file(Path.join(root, "carts.ex"))

    assert [%Tag{tag: "genserver", count: 1, evidence: [evidence]}] = analysis.patterns

    assert evidence == %Tag.Evidence{line: 6, rule: "elixir-genserver", text: "use GenServer"}

    assert [%Tag{tag: "in-memory-table"}] = analysis.performance_characteristics
    assert [%Tag{tag: "secure-random"}] = analysis.security_characteristics
    assert {analysis.domains, analysis.features} == {[], []}

    assert analysis.business_context == %BusinessContext{
             text: "Keeps the carts of guests, e.g. those without an account.",
             line: 3,
             source: "moduledoc"
           }
  end

  test "what has no rules has no tags, and what says nothing no context", %{root: root} do
    write(root, "a.json", "{}\n")
    {:ok, analysis} = ParserEngine.parse_file(Path.join(root, "a.json"))
    assert {analysis.domains, analysis.security_characteristics} == {nil, nil}
    assert analysis.business_context == nil
  end

  test "files are found by their tags", %{config: config, root: root} do
    write(root, "carts.ex", @server)
    write(root, "view.py", @view)
    write(root, "plain.ex", "defmodule Plain do\n  # use GenServer\nend\n")
    write(root, "a.json", "{}\n")
    ingest(config)

    assert found(config, ~s(patterns @> '[{"tag": "genserver"}]')) == ["carts.ex"]
    assert found(config, ~s(domains @> '[{"tag": "web"}]')) == ["view.py"]

    assert found(config, ~s(features @> '[{"evidence": [{"rule": "python-web-framework"}]}]')) ==
             ["view.py"]

    assert found(config, "patterns = '[]'") == ["plain.ex", "view.py"]
    assert found(config, "patterns IS NULL") == ["a.json"]
    assert found(config, "business_context ->> 'text' LIKE 'Keeps%'") == ["carts.ex"]
  end

  test "tags change with the file", %{config: config, root: root} do
    write(root, "carts.ex", @server)
    ingest(config)
    write(root, "carts.ex", String.replace(@server, "use GenServer", "use Agent"))
    ingest(config)
    assert found(config, ~s(patterns @> '[{"tag": "genserver"}]')) == []
    assert found(config, ~s(patterns @> '[{"tag": "agent"}]')) == ["carts.ex"]
  end

  defp ingest(config), do: {:ok, _summary} = Ingest.run(config)

  defp found(config, condition) do
    sql = """
    SELECT path FROM #{config.prefix}.codebase_metadata
    WHERE codebase_id = $1::text AND #{condition} ORDER BY path
    """

    config.repo.query!(sql, [config.codebase_id]).rows |> List.flatten()
  end
end

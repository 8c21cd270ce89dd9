defmodule ParserEngine.CodeGraph.RunTest do
  # A graph is made once from the same rows, manifests and settings. One that is made takes in all
  # files, and says so.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{CodeGraph, Ingest}

  @go_module "module example.com/shop\n\ngo 1.22\n"

  setup %{config: config, root: root} do
    write(root, "go.mod", @go_module)

    for {name, imported} <- [one: "two", two: "three", three: "fmt"] do
      prefix = if imported == "fmt", do: "", else: "example.com/shop/"

      text =
        "package #{name}\n\nimport \"#{prefix}#{imported}\"\n\nfunc F() { #{imported}.F() }\n"

      write(root, "#{name}/#{name}.go", text)
    end

    assert {:ok, %{graph: {:ok, %{changed: 3, files: 3, edges: 2}}}} = Ingest.run(config)
    :ok
  end

  test "where nothing has changed nothing is made", %{config: config} do
    assert {:ok, %{graph: {:ok, graph}}} = Ingest.run(config)
    assert %{changed: 0, files: 3, edges: 2, edges_changed: false} = graph
  end

  test "another content is another graph", %{config: config, root: root} do
    write(root, "two/two.go", "package two\n\nfunc F() {}\n")
    assert {:ok, %{graph: {:ok, %{changed: 3, edges: 1}}}} = Ingest.run(config)
    assert {:ok, %{changed: 0, edges: 1}} = CodeGraph.run(config)
  end

  test "more of the same content is another graph", %{config: config, root: root} do
    write(root, "one/one.go", "package one\n\nimport \"example.com/shop/three\"\n")
    assert {:ok, _summary} = Ingest.run(%{config | max_file_bytes: 30})
    assert {:ok, %{changed: 0, edges: 1}} = CodeGraph.run(config)
    assert {:ok, %{graph: {:ok, %{changed: 3, edges: 2}}}} = Ingest.run(config)
  end

  test "a file that is gone is another graph", %{config: config, root: root} do
    File.rm!(Path.join(root, "one/one.go"))
    assert {:ok, %{graph: {:ok, %{changed: 2, files: 2, edges: 1}}}} = Ingest.run(config)
    assert {:ok, %{changed: 0, files: 2}} = CodeGraph.run(config)
  end

  test "a manifest without a row counts", %{config: config, root: root} do
    write(root, "go.mod", String.replace(@go_module, "shop", "store"))
    assert {:ok, %{changed: 3, edges: 0}} = CodeGraph.run(config)
    assert {:ok, %{changed: 0, edges: 0}} = CodeGraph.run(config)
    write(root, "one/go.mod", @go_module)
    assert {:ok, %{changed: 3}} = CodeGraph.run(config)
  end

  test "other settings of duplication count", %{config: config} do
    assert {:ok, %{changed: 3}} = CodeGraph.run(%{config | duplication: false})
    assert {:ok, %{changed: 3}} = CodeGraph.run(config)
    assert {:ok, %{changed: 0}} = CodeGraph.run(config)
  end

  for {what, assignment} <- [
        links: "links_hash = NULL, dependencies = '[]'",
        scores: "pagerank_score = 7",
        "scores of files alike": "centrality_score = 7",
        clones: "clones_hash = NULL"
      ] do
    test "#{what} that others have written are written over", %{config: config} do
      before = graph(config)
      statement(config, "UPDATE #{name(config, :codebase_metadata)} SET #{unquote(assignment)}")
      assert graph(config) != before
      assert {:ok, %{changed: 3}} = CodeGraph.run(config)
      assert graph(config) == before
    end
  end

  test "a manifest with a fault is told of every time", %{config: config, root: root} do
    write(root, "Cargo.toml", "[[[\n")
    assert {:ok, %{bad_manifests: [{"Cargo.toml", _why}]}} = CodeGraph.run(config)
    assert {:ok, %{bad_manifests: [{"Cargo.toml", _why}]}} = CodeGraph.run(config)
  end

  # Ranks that were computed from other ones differ in their last digits.
  defp graph(config) do
    rows(config, :codebase_metadata, """
    SELECT path, dependencies::text, links_hash, round(pagerank_score::numeric, 6)::text,
           centrality_score, clones_hash
    FROM T ORDER BY path
    """)
  end
end

defmodule ParserEngineTest do
  use ExUnit.Case, async: true

  import ParserEngine.CodebaseCase, only: [write: 3]

  alias ParserEngine.Analysis

  for module <- [ParserEngine, ParserEngine.Config, ParserEngine.Error], do: doctest(module)

  @moduletag :tmp_dir
  @source """
  defmodule Shop.Cart do
    @moduledoc "Carts."
    alias Shop.{Item, Price}
    import Enum, only: [sum: 1]

    @doc "What it costs."
    def total(items) when is_list(items) do
      if items == [], do: 0, else: sum(Enum.map(items, &price/1))
    end

    defp price(%Item{} = item), do: Price.of(item)
  end
  """

  describe "one file" do
    setup %{tmp_dir: folder} do
      {:ok, source: write(folder, "cart.ex", @source)}
    end

    test "is analysed", %{source: file} do
      assert {:ok, %Analysis{} = analysis} = ParserEngine.parse_file(file)

      assert %{path: ^file, language: "elixir", file_type: "source", parse_status: "ok"} =
               analysis

      assert %{content: @source, content_hash: "blake3:" <> _, error_count: 0} = analysis
      assert %{total: 12, blank: 2} = analysis.lines
      assert analysis.cyclomatic_complexity >= 2
    end

    test "gives its parts", %{source: file} do
      assert {:ok, [%{name: "Shop.Cart", documented: true}]} = ParserEngine.extract_classes(file)
      assert {:ok, [total, price]} = ParserEngine.extract_functions(file)
      assert %{name: "total", visibility: "public", documented: true, start_line: 7} = total
      assert %{name: "price", visibility: "private", documented: false, parameters: 1} = price
      assert binary_part(@source, total.start_byte, 9) == "def total"

      assert {:ok, symbols} = ParserEngine.extract_symbols(file)
      assert Enum.map(symbols, & &1.name) == ["Shop.Cart", "total", "price"]
      assert {:ok, exports} = ParserEngine.extract_exports(file)
      assert "total/1" in Enum.map(exports, & &1.name)
      assert {:ok, imports} = ParserEngine.extract_imports(file)
      assert %{line: 4, kind: "import"} = Enum.find(imports, &(&1.source == "Enum"))
      assert {:ok, "[" <> _json} = ParserEngine.extract_ast(file)
    end

    test "names what it depends on, each once, sorted", %{source: file} do
      assert {:ok, dependencies} = ParserEngine.find_dependencies(file)
      assert "Enum" in dependencies
      assert dependencies == dependencies |> Enum.uniq() |> Enum.sort()
    end

    test "is short to look at", %{source: file} do
      {:ok, analysis} = ParserEngine.parse_file(file)
      text = inspect(analysis)
      assert text =~ "#ParserEngine.Analysis<"
      assert text =~ ~s(language: "elixir")
      assert text =~ "symbols: 3"
      refute text =~ "defmodule"
      assert String.length(text) < 600 + String.length(file)
      assert inspect(%Analysis{}) =~ "#ParserEngine.Analysis<"
    end
  end

  test "what cannot be analysed has its reason, in every function", %{tmp_dir: folder} do
    File.mkdir!(Path.join(folder, "dir.ex"))

    for {path, reason} <- [
          {Path.join(folder, "missing.ex"), :enoent},
          {Path.join(folder, "missing/a.ex"), :enoent},
          {Path.join(folder, "dir.ex"), {:not_regular, :directory}},
          {write(folder, "binary.ex", <<"a", 0>>), :binary},
          {write(folder, "a.xyz", "a"), {:unsupported_language, "xyz"}}
        ],
        function <- ~w(parse_file extract_symbols extract_functions extract_classes
                       extract_imports extract_exports extract_ast find_dependencies)a do
      assert {path, apply(ParserEngine, function, [path])} == {path, {:error, reason}}
    end
  end

  test "a file over the limit", %{tmp_dir: folder} do
    file = write(folder, "a.ex", String.duplicate("# x\n", 100))

    assert ParserEngine.parse_file(file, max_file_bytes: 100) ==
             {:error, {:too_large, 400, 100}}
  end

  test "a wrong option is named", %{tmp_dir: folder} do
    file = write(folder, "a.ex", "")

    for parse <- [&ParserEngine.parse_file(file, &1), &ParserEngine.parse_tree(folder, &1)] do
      assert parse.(max_file_byts: 1) ==
               {:error, {:unknown_option, :max_file_byts, :max_file_bytes}}

      assert {:error, {:invalid_option, :parse_timeout, 0, _}} = parse.(parse_timeout: 0)
    end
  end

  test "syntax errors are counted", %{tmp_dir: folder} do
    broken = write(folder, "broken.ex", "defmodule A do\n  def f(\nend\n")
    assert {:ok, %{parse_status: "partial", error_count: count}} = ParserEngine.parse_file(broken)
    assert count > 0
  end

  test "fields have atoms for names, those of what was cut off too", %{tmp_dir: folder} do
    keys = Enum.map_join(1..11_000, ",\n", &~s("k#{&1}": [#{&1}, 2]))
    data = write(folder, "large.json", "{#{keys}}\n]")
    assert {:ok, %{metadata: metadata} = analysis} = ParserEngine.parse_file(data)
    assert length(analysis.symbols) == 10_000
    assert %{symbols_truncated: true, error_share: share} = metadata
    assert is_float(share)
    assert Enum.all?(Map.keys(metadata), &is_atom/1)
  end

  test "what is not parsed has no symbols", %{tmp_dir: folder} do
    text = write(folder, "a.md", String.duplicate("(", 2_000))
    assert {:ok, %{parse_status: "too_deep"} = analysis} = ParserEngine.parse_file(text)
    assert %{symbols: nil, ast_json: nil, cyclomatic_complexity: nil} = analysis
    assert ParserEngine.extract_functions(text) == {:ok, []}
    assert ParserEngine.extract_classes(text) == {:ok, []}
    assert ParserEngine.extract_imports(text) == {:ok, []}
    assert ParserEngine.extract_ast(text) == {:ok, nil}
    assert ParserEngine.find_dependencies(text) == {:ok, []}
  end

  test "a tree is analysed by the rules of the watcher", %{tmp_dir: root} do
    write(root, "lib/b.ex", @source)
    write(root, "a.ts", "export const a = 1\n")
    write(root, "a.xyz", "")
    write(root, "bad.ex", <<0>>)
    write(root, "node_modules/x/index.js", "x")

    assert {:ok, %{files: files, failed: failed}} = ParserEngine.parse_tree(root)
    assert Enum.map(files, & &1.path) == ["a.ts", "lib/b.ex"]
    assert failed == [{"bad.ex", :binary}]

    assert {:ok, %{files: [%{path: "lib/b.ex"}], failed: []}} =
             ParserEngine.parse_tree(root, extensions: ["ex"], ignore: ["bad.ex"])
  end

  test "a tree that is none", %{tmp_dir: folder} do
    file = write(folder, "a.ex", "")

    for root <- [Path.join(folder, "missing"), file] do
      assert {:error, reason} = ParserEngine.parse_tree(root)
      assert ParserEngine.Error.message(reason) =~ ~r/no such file|not a directory/i
    end
  end

  test "languages are told by extension" do
    for {path, language} <- [
          {"a.ex", "elixir"},
          {"b/a.exs", "elixir"},
          {"a.rs", "rust"},
          {"A.TSX", "tsx"},
          {"a.jsx", "jsx"}
        ] do
      assert ParserEngine.detect_language(path) == {:ok, language}
      assert language in ParserEngine.supported_languages()
    end

    assert ParserEngine.detect_language("a.f90") == {:error, {:unsupported_language, "f90"}}
  end
end

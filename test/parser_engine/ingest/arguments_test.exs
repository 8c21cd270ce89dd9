defmodule ParserEngine.Ingest.ArgumentsTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Ingest.Arguments

  @moduletag :tmp_dir

  test "without words: the current folder, named after itself, in the private database" do
    assert {:ok, %Arguments{repo: nil, only: "", watch: false} = arguments} = Arguments.parse([])
    assert arguments.root == File.cwd!()
    assert arguments.config == [codebase_id: Path.basename(File.cwd!())]
  end

  test "options of the instance", %{tmp_dir: root} do
    words = ~w(--id shop --prefix code --concurrency 2 -r ParserEngine.Repo --dry-run -q)
    assert {:ok, arguments} = Arguments.parse(["--path", root | words])
    assert arguments.root == root
    assert arguments.repo == ParserEngine.Repo
    assert arguments.config == [codebase_id: "shop", prefix: "code", concurrency: 2]
    assert %{dry_run: true, quiet: true, verbose: false} = arguments
  end

  test "a path below, however it is written", %{tmp_dir: root} do
    File.mkdir_p!(Path.join(root, "lib/shop"))
    assert {:ok, %{only: "lib/shop"}} = Arguments.parse(["--path", root, "--only", "./lib/shop/"])
    assert {:ok, %{only: ""}} = Arguments.parse(["--path", root, "--only", "."])
    assert {:error, {:path, _, :enoent}} = Arguments.parse(["--path", root, "--only", "src"])
    assert {:error, {:path, _, :outside_root}} = Arguments.parse(["--path", root, "--only", ".."])
  end

  test "a folder that is none", %{tmp_dir: root} do
    missing = Path.join(root, "missing")
    file = Path.join(root, "a.ex")
    File.write!(file, "")
    assert Arguments.parse(["--path", missing]) == {:error, {:path, missing, :enoent}}
    assert Arguments.parse(["--path", file]) == {:error, {:path, file, :not_a_directory}}
  end

  test "wrong usage, each named" do
    for {words, sentence} <- [
          {~w(--pth .), "unknown option --pth, did you mean --path?"},
          {~w(--frobnicate), "unknown option --frobnicate"},
          {~w(--path), "--path needs a value"},
          {~w(--concurrency many), "--concurrency cannot be \"many\""},
          {~w(lib), "\"lib\" is not an option"},
          {~w(--watch --dry-run), "--watch and --dry-run exclude each other"},
          {~w(--repo No.Such), "--repo No.Such: there is no such module with a function query/3"}
        ] do
      assert Arguments.parse(words) == {:error, {:usage, sentence}}
    end
  end
end

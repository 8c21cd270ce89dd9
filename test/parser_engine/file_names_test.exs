defmodule ParserEngine.FileNamesTest do
  # Whatever a file system allows as a name either has its rows or is told of.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Config, Ingest, Reconcile, Sync}

  @odd [
    "new\nline.ex",
    "tab\t.ex",
    "100%.ex",
    "under_score.ex",
    "under%score.ex",
    "'single'.ex",
    "\"double\".ex",
    "back\\slash.ex",
    "trailing blank .ex",
    " leading blank.ex",
    "-rf.ex",
    "!not.ex",
    "#comment.ex",
    "[a-z]*?.ex",
    "{a,b}.ex",
    "$HOME `id`;.ex",
    "bell\a and escape\e.ex",
    "Ä.ex",
    "A\u0308.ex",
    "case.ex",
    "CASE.ex",
    "Case.EX",
    "日本語/😀.ex",
    "\u202Eright to left.ex",
    "..ex",
    "...ex",
    String.duplicate("x", 252) <> ".ex",
    Enum.map_join(1..8, "/", fn _ -> String.duplicate("d", 200) end) <> "/deep.ex"
  ]

  # The same in every run: bytes that a name may have, most of them no UTF-8.
  @random (for n <- 1..300 do
             bytes = :crypto.hash(:sha256, <<n::32>>)

             name =
               for <<byte <- binary_part(bytes, 0, 1 + rem(n, 4))>>, byte not in [0, ?/],
                 into: "",
                 do: <<byte>>

             "r/" <> name <> Integer.to_string(n) <> ".ex"
           end)

  defp source(path), do: "defmodule M#{:erlang.phash2(path)} do\nend\n"

  defp tree(root, paths) do
    for path <- paths, do: write(root, path, source(path))
  end

  test "names that are UTF-8 have rows, the others are counted", %{config: config, root: root} do
    tree(root, @odd ++ @random)
    {text, others} = Enum.split_with(@odd ++ @random, &String.valid?/1)
    assert length(others) > 100 and length(text) > 100

    assert {:ok, %{failed: [], errors: [], skipped: skipped}} = Ingest.run(config)
    assert skipped == %{"not_utf8" => length(others)}
    for table <- Config.tables(), do: assert(paths(config, table) == Enum.sort(text))

    sql = "SELECT file_path, content FROM T WHERE codebase_id = $1::text"

    for [path, content] <- rows(config, :code_files, sql, [config.codebase_id]),
        do: assert(content == source(path))

    settle(config)
    assert {:ok, %{changed: [], absent: [], current: current}} = Reconcile.plan(config)
    assert current == length(text)
  end

  test "the row of an odd name goes alone", %{config: config, root: root} do
    tree(root, @odd)
    {:ok, %{failed: []}} = Ingest.run(config)

    Enum.reduce(@odd, Enum.sort(@odd), fn path, left ->
      File.rm!(Path.join(root, path))
      assert {path, {:ok, :deleted}} == {path, Sync.path(config, path).result}
      left = List.delete(left, path)
      for table <- Config.tables(), do: assert(paths(config, table) == left)
      left
    end)
  end

  test "a name that is no UTF-8 is no reason to fail", %{config: config, root: root} do
    tree(root, ["\xff.ex", "a\xc3.ex"])

    for path <- ["\xff.ex", "a\xc3.ex"] do
      assert ParserEngine.parse_file(Path.join(root, path)) == {:error, :not_utf8}

      assert {:ok, %{findings: [%{reason: :not_utf8}]}} =
               ParserEngine.diagnose(path, root: root, codebase_id: config.codebase_id)
    end
  end
end

defmodule ParserEngine.Sync.WindowTest do
  use ParserEngine.CodebaseCase

  alias ParserEngine.Sync
  alias ParserEngine.Sync.Window

  defp split(sizes), do: Window.split(sizes, & &1)

  test "small files share a window, a large one has its own" do
    assert split([]) == []
    assert split([1, 2, 3]) == [[1, 2, 3]]
    assert split([2_000_000, 400_000, 200_000]) == [[2_000_000, 400_000], [200_000]]
    assert split([9_000_000, 1, 9_000_000]) == [[9_000_000], [1], [9_000_000]]
  end

  test "counts what is read", %{config: config, root: root} do
    write(root, "a.ex", "12345")
    assert Window.size(config, "a.ex") == 5
    assert Window.size(%{config | max_file_bytes: 4}, "a.ex") == 0
    assert Window.size(config, "b.ex") == 0
  end

  test "a batch of several windows has all outcomes in order", %{config: config, root: root} do
    line = "x = #{String.duplicate("1", 90)}\n"
    for n <- 1..5, do: write(root, "f#{n}.ex", String.duplicate(line, 11_000))
    for n <- 1..5, do: assert(Window.size(config, "f#{n}.ex") > 1_000_000)
    entries = for n <- 5..1//-1, do: {"f#{n}.ex", 0, :last}
    outcomes = Sync.paths(config, [{"none.ex", 0, :last} | entries])
    assert Enum.map(outcomes, & &1.path) == ["none.ex" | for(n <- 5..1//-1, do: "f#{n}.ex")]

    assert Enum.map(outcomes, & &1.result) == [
             {:ok, :deleted} | List.duplicate({:ok, :both_tables}, 5)
           ]

    assert length(paths(config, :code_files)) == 5
  end
end

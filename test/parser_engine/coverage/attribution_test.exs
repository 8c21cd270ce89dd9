defmodule ParserEngine.Coverage.AttributionTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Coverage.{Attribution, GoModules}

  @rows ~w(mix.exs lib/shop.ex lib/shop/cart.ex backend/src/app.py backend/src/util.py
           frontend/src/util.py frontend/src/app.ts pkg/cart/cart.go svc/pay/pay.go)

  @codebase %Attribution{
    root: "/work/shop",
    paths: MapSet.new(@rows),
    modules: %{"Shop" => ["lib/shop.ex"], "Twice" => ["a.ex", "b.ex"]},
    go_modules: [{"example.com/shop", ""}, {"example.com/shop/svc", "svc"}]
  }

  @ambiguous :ambiguous
  @unknown :unknown

  # What one report calls its files, and which rows are meant; some with options.
  @cases [
    {"relative to the root", [], %{"lib/shop.ex" => "lib/shop.ex", "./mix.exs" => "mix.exs"}},
    {"absolute below the root", [],
     %{"/work/shop/lib/shop.ex" => "lib/shop.ex", "/work/shop/deps/a/mix.exs" => @unknown}},
    {"with dots and doubled slashes", [], %{"/work/x/../shop//lib/./shop.ex" => "lib/shop.ex"}},
    {"relative to a folder", [],
     %{
       "shop/cart.ex" => "lib/shop/cart.ex",
       "src/util.py" => @ambiguous,
       "src/app.py" => "backend/src/app.py"
     }},
    {"an end of a name is no end of a path", [],
     %{"op/cart.ex" => @unknown, "art.ex" => @unknown}},
    {"on another machine", [],
     %{
       "/home/ci/b/lib/shop.ex" => "lib/shop.ex",
       "/home/ci/b/mix.exs" => "mix.exs",
       "/home/ci/b/deps/x/mix.exs" => @unknown,
       "/home/ci/b/lib/new.ex" => @unknown
     }},
    {"what most have in common decides", [],
     %{
       "/a/lib/shop.ex" => "lib/shop.ex",
       "/a/lib/shop/cart.ex" => "lib/shop/cart.ex",
       "/b/mix.exs" => @unknown
     }},
    {"on Windows", [],
     %{"C:\\ci\\shop\\lib\\shop.ex" => "lib/shop.ex", "lib\\shop\\cart.ex" => "lib/shop/cart.ex"}},
    {"a part of the path in common is not enough", [], %{"/ci/app/src/app.py" => @unknown}},
    {"stripped, and below a folder", [strip: "/ci/app", source_root: "backend"],
     %{"/ci/app/src/app.py" => "backend/src/app.py", "src/util.py" => "backend/src/util.py"}},
    {"stripped only where whole names begin so", [strip: "/ci/ap"],
     %{"/ci/app/src/app.ts" => @unknown}},
    {"above a folder", [source_root: "backend"], %{"../lib/shop.ex" => "lib/shop.ex"}},
    {"by package", [],
     %{
       "example.com/shop/pkg/cart/cart.go" => "pkg/cart/cart.go",
       "example.com/shop/svc/pay/pay.go" => "svc/pay/pay.go",
       "example.com/shop/gone.go" => @unknown
     }},
    {"by a package without go.mod", [go_modules: []],
     %{"github.com/a/b/pkg/cart/cart.go" => "pkg/cart/cart.go"}},
    {"modules", [],
     %{
       {:module, "Shop"} => "lib/shop.ex",
       {:module, "Twice"} => @ambiguous,
       {:module, "No"} => @unknown
     }},
    {"a name without end", [], %{("x" <> String.duplicate("/a", 1_000_000)) => @unknown}},
    {"no names at all", [], %{"" => @unknown, "/" => @unknown, ".." => @unknown}}
  ]

  for {what, options, expected} <- @cases do
    test what do
      codebase = struct!(@codebase, unquote(options))
      expected = unquote(Macro.escape(expected))
      answers = Attribution.resolve(codebase, Map.keys(expected))
      assert answers == Map.new(expected, fn {source, path} -> {source, answer(path)} end)
    end
  end

  defp answer(path) when is_binary(path), do: {:row, path}
  defp answer(answer), do: answer

  test "many of the same name" do
    paths = for n <- 1..3000, do: "lib/a#{n}/index.ts"
    codebase = %{@codebase | paths: MapSet.new(paths)}
    answers = Attribution.resolve(codebase, Enum.map(paths, &("/ci/" <> &1)) ++ ["index.ts"])
    assert answers["index.ts"] == :ambiguous
    assert Enum.count(answers, &match?({_, {:row, _}}, &1)) == 3000
  end

  test "go.mod in the root and below" do
    root = Path.join(System.tmp_dir!(), "pe-go-#{System.pid()}")
    on_exit(fn -> File.rm_rf!(root) end)
    File.mkdir_p!(Path.join(root, "svc/pay"))
    File.write!(Path.join(root, "go.mod"), "// a remark\nmodule example.com/shop\n\ngo 1.19\n")
    File.write!(Path.join(root, "svc/go.mod"), "module \"example.com/svc\" // a remark\r\n")

    assert Enum.sort(GoModules.below(root, ["svc/pay/pay.go", "main.go", "x/a.ex"])) ==
             [{"example.com/shop", ""}, {"example.com/svc", "svc"}]

    assert GoModules.below(Path.join(root, "none"), ["a/b.go"]) == []
  end
end

defmodule ParserEngine.Report.LayoutTest do
  # The parts of the page that compute drawings, run by Node where there is one.
  use ExUnit.Case, async: true

  @node System.find_executable("node")
  if @node == nil, do: @moduletag(skip: "no node")

  @folder Path.expand("../../../priv/report/scripts", __DIR__)

  # What a script of the page computes, as text.
  defp computed(scripts, code) do
    sum = "function sum(list, of) { return list.reduce((total, item) => total + of(item), 0); }\n"
    texts = Enum.map_join(scripts, "\n", &File.read!(Path.join(@folder, &1 <> ".js")))
    {output, 0} = System.cmd(@node, ["-e", sum <> texts <> code], stderr_to_stdout: true)
    output
  end

  test "the areas of a treemap are as the weights, inside, and never over each other" do
    assert computed(["treemap_layout"], """
           const items = Array.from({length: 300}, (_none, at) => ({weight: (at * 7919) % 101}));
           const box = {x: 10, y: 20, width: 640, height: 360};
           const placed = squarify(items, box);
           const whole = sum(items, (item) => item.weight);
           const off = placed.filter((at) => Math.abs(at.width * at.height - (640 * 360 * at.item.weight) / whole) > 1e-6);
           const outside = placed.filter((at) => at.x < 10 - 1e-6 || at.y < 20 - 1e-6 || at.x + at.width > 650 + 1e-6 || at.y + at.height > 380 + 1e-6);
           const over = placed.filter((one, i) => placed.some((other, j) => j > i &&
             Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x) > 1e-6 &&
             Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y) > 1e-6));
           const long = placed.filter((at) => Math.max(at.width / at.height, at.height / at.width) > 4);
           console.log(placed.length, off.length, outside.length, over.length, long.length);
           """) == "297 0 0 0 0\n"
  end

  test "a treemap of nothing, and of one" do
    assert computed(["treemap_layout"], """
           const box = {x: 0, y: 0, width: 4, height: 2};
           console.log(squarify([], box).length, squarify([{weight: 0}], box).length,
             JSON.stringify(squarify([{weight: 9}], box)[0]));
           """) == ~s(0 0 {"item":{"weight":9},"x":0,"y":0,"width":4,"height":2}\n)
  end

  test "whoever uses something is left of it; a circle shares a layer" do
    assert computed(["graph_layout"], """
           const link = (from, to) => ({from, to});
           const {placed} = layered([0, 1, 2, 3, 4], [link(0, 1), link(1, 2), link(2, 1), link(2, 3), link(0, 3)]);
           console.log(placed.map((at) => at.layer).join(" "));
           """) == "0 1 1 2 0\n"
  end

  test "a chain of ten thousand is no recursion" do
    assert computed(["graph_layout"], """
           const nodes = Array.from({length: 10000}, (_none, at) => at);
           const {placed} = layered(nodes, nodes.slice(1).map((at) => ({from: at - 1, to: at})));
           console.log(placed[9999].layer);
           """) == "9999\n"
  end
end

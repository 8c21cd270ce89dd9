# Usage: bench/memory [CASE…]

defmodule Bench.Memory do
  alias Bench.{Codebase, Database, Ingestion, Machine, Table}

  @million 1_000_000

  # Each is a function from a folder to nothing.
  defp cases do
    [
      small: &files(&1, 300, "ex", fn number -> functions(number, 40) end),
      bundle: &file(&1, "bundle.min.js", String.duplicate("a(b),", div(10 * @million, 5))),
      one_line_functions: &file(&1, "functions.js", lines(60_000, "function f(a) { return a }")),
      large_json: &file(&1, "large.json", ["[\n", lines(3_400_000, ~s({"a": [1, 2]},)), "1]"]),
      broken_json: &files(&1, 30, "json", fn _ -> String.duplicate(~s(]{:"a"\n), 285_000) end),
      large_sources: &files(&1, 30, "ex", fn number -> functions(number, 45_000) end)
    ]
  end

  def main(wanted) do
    Logger.configure(level: :error)
    server = Database.start()
    IO.puts("# Peak memory of an ingestion\n#{Machine.describe()}")
    chosen = for {name, make} <- cases(), wanted == [] or "#{name}" in wanted, do: {name, make}
    rows = Enum.map(chosen, &row(&1, server))

    Table.print(
      "Resident memory of the VM, MB",
      ["case", "files", "largest MB", "seconds", "idle", "peak", "above idle", "statuses"],
      rows
    )
  end

  defp row({name, make}, server) do
    Database.empty()
    root = Codebase.make(make)

    try do
      run = Ingestion.run(root, server)

      [name, run.files, largest(root), run.seconds, run.idle_memory, run.peak_memory] ++
        [run.peak_memory - run.idle_memory, statuses()]
    after
      File.rm_rf!(root)
    end
  end

  defp statuses do
    [text] =
      Database.query("""
      SELECT string_agg(parse_status || ' ' || count, ', ') FROM
        (SELECT parse_status, count(*)::text AS count FROM code_files GROUP BY 1 ORDER BY 1) s
      """)

    text
  end

  defp largest(root) do
    sizes = for path <- Path.wildcard(root <> "/*"), do: File.stat!(path).size
    Enum.max(sizes) / 1.0e6
  end

  defp files(folder, count, extension, text),
    do: for(number <- 1..count, do: file(folder, "m#{number}.#{extension}", text.(number)))

  defp file(folder, name, text), do: File.write!(Path.join(folder, name), text)
  defp lines(count, line), do: String.duplicate(line <> "\n", count)

  defp functions(number, count) do
    body = for each <- 1..count, do: "  def f#{each}(a, b), do: {a, b, #{each}}\n"
    ["defmodule M#{number} do\n", body, "end\n"]
  end
end

Bench.Memory.main(System.argv())

# Usage: bench/live [CORPUS] [--saves N], with the Python that has CocoIndex before them

defmodule Bench.Live do
  alias Bench.{Codebase, Database, Instance, Machine, SavedFile, Statistics, Table}
  alias ParserEngine.Repo

  @codebase "bench"
  @program Path.expand("peers/saves.py", __DIR__)

  def main([python | arguments]) do
    {options, corpus} = OptionParser.parse!(arguments, strict: [saves: :integer])
    Logger.configure(level: :error)
    server = Database.start()
    ours = tree(corpus)
    theirs = Codebase.copy(ours)

    try do
      measure(python, server, ours, theirs, Keyword.get(options, :saves, 200))
    after
      Enum.each([ours, theirs], &File.rm_rf!/1)
    end
  end

  defp tree([corpus]), do: Codebase.copy(corpus)
  defp tree([]), do: Codebase.generate()

  defp measure(python, server, ours, theirs, saves) do
    {:ok, summary} = ParserEngine.parse_and_store_tree(ours, repo: Repo, codebase_id: @codebase)
    files = files(ours)
    IO.puts("# From a save to its rows, told to another client\n#{Machine.describe()}")
    IO.puts("#{Database.describe(server)}\n#{summary.files} files watched")
    for file <- files, do: IO.puts("#{file.name}: #{file.path}, #{byte_size(file.content)} bytes")
    Instance.start(ours, debounce: :on_close)

    server |> parameters(ours, theirs, saves, files) |> measured(python) |> report()
  end

  defp measured(parameters, python) do
    case System.cmd(python, [@program | parameters]) do
      {lines, 0} -> lines |> String.split("\n", trim: true) |> Enum.map(&String.split(&1, "\t"))
      {_lines, status} -> raise "the measurement ended with status #{status}"
    end
  end

  defp files(root) do
    [long] = SavedFile.nearest(root, :lines, 500, 1)
    [median] = SavedFile.nearest(root, :bytes, SavedFile.median_bytes(), 1)
    [Map.put(long, :name, "500 lines"), Map.put(median, :name, "median size")]
  end

  defp parameters(server, ours, theirs, saves, files) do
    [url(server), "--ours", ours, "--theirs", theirs, "--saves", "#{saves}"] ++
      ["--pid", System.pid(), "--postmaster", Database.postmaster(server)] ++
      ["--extensions" | extensions()] ++
      Enum.flat_map(files, &["--file", &1.name, &1.path, &1.comment])
  end

  defp url(server) do
    query = URI.encode_query(host: server.socket_dir, port: server.port, user: server.username)
    "postgresql:///#{server.database}?#{query}"
  end

  # CocoIndex is to watch the files that we do.
  defp extensions do
    Repo.query!("SELECT DISTINCT path FROM codebase_metadata", []).rows
    |> Enum.map(fn [path] -> path |> Path.extname() |> String.trim_leading(".") end)
    |> Enum.uniq()
    |> Enum.reject(&(&1 == ""))
  end

  defp report(lines) do
    saves = group(lines, "save")
    costs = group(lines, "cpu")

    Table.print(
      "Milliseconds",
      ["system, file, save", "saves", "median", "p90", "p99", "min", "max", "CPU", "PostgreSQL"],
      for(labels <- labels(lines), do: row(labels, saves[labels], costs[labels]))
    )

    idle =
      for ["idle", system | figures] <- lines,
          [own, server] = Enum.map(figures, &String.to_float/1),
          do: [system, own, server]

    Table.print("Milliseconds of CPU in a second without saves", ["", "CPU", "PostgreSQL"], idle)
  end

  defp labels(lines) do
    for(["save", system, file, save, _] <- lines, do: [system, file, save]) |> Enum.uniq()
  end

  defp group(lines, kind) do
    lines
    |> Enum.filter(&(hd(&1) == kind))
    |> Enum.group_by(&Enum.slice(&1, 1, 3), fn line ->
      line |> Enum.drop(4) |> Enum.map(&String.to_float/1)
    end)
  end

  defp row(labels, saves, costs) do
    waits = List.flatten(saves)
    [own, server] = Enum.zip_with(costs, &Statistics.median/1)

    [Enum.join(labels, ", "), length(waits)] ++
      Enum.map([50, 90, 99, 0, 100], &Statistics.percentile(waits, &1)) ++ [own, server]
  end
end

Bench.Live.main(System.argv())

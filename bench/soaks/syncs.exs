# Usage: bench/soak syncs [--count N] [--files N] [--csv FILE] [CORPUS]

defmodule Bench.Soaks.Syncs do
  # Files are rewritten in rotation, as fast as they are synced.

  alias Bench.{Codebase, Database, Instance, Machine, Sample, Soak, Table}
  alias ParserEngine.{CodeFileWatcher, Telemetry}

  # Files that are written and not yet synced.
  @under_way 64
  @patience 60_000
  @samples 100
  @rows 10

  def main(arguments) do
    {options, corpus} =
      OptionParser.parse!(arguments, strict: [count: :integer, files: :integer, csv: :string])

    Logger.configure(level: :error)
    server = Database.start()
    {root, paths} = Codebase.sample(Soak.corpus(corpus), Keyword.get(options, :files, 200))

    try do
      soak(root, paths, server, Keyword.get(options, :count, 100_000), options[:csv])
    after
      File.rm_rf!(root)
    end
  end

  defp soak(root, paths, server, count, csv) do
    IO.puts("# #{count} syncs of #{length(paths)} files\n#{Machine.describe()}")
    IO.puts(Database.describe(server))
    Instance.start(root, debounce: :on_close)
    Telemetry.attach(__MODULE__, [[:parser_engine, :sync, :stop]], observer(self()))
    started = System.monotonic_time(:millisecond)
    samples = rotate(root, paths, count)
    report(samples, count, System.monotonic_time(:millisecond) - started)
    if csv, do: File.write!(csv, Sample.csv(samples, "syncs"))
    Soak.verdict(samples)
  end

  defp observer(soak) do
    fn _event, _duration, %{outcomes: outcomes} ->
      send(soak, {:synced, for(%{path: path, result: {:ok, :both_tables}} <- outcomes, do: path)})
    end
  end

  defp rotate(root, paths, count) do
    contents = Map.new(paths, &{&1, File.read!(Path.join(root, &1))})
    idle = :queue.from_list(paths)

    state = %{
      root: root,
      contents: contents,
      idle: idle,
      busy: MapSet.new(),
      written: 0,
      synced: 0
    }

    step = max(div(count, @samples), 1)

    {samples, _state} =
      Enum.map_reduce(1..div(count, step), state, fn turn, state ->
        state = until(state, turn * step)
        {Map.put(Sample.take(CodeFileWatcher), :at, state.synced), state}
      end)

    samples
  end

  defp until(%{synced: synced} = state, count) when synced >= count, do: state

  defp until(state, count) do
    state = keep_busy(state)

    receive do
      {:synced, paths} -> paths |> Enum.reduce(state, &synced/2) |> until(count)
    after
      @patience -> raise "nothing synced for #{@patience} ms: #{inspect(state.busy)}"
    end
  end

  defp keep_busy(state) do
    if MapSet.size(state.busy) < @under_way and not :queue.is_empty(state.idle),
      do: state |> save_next() |> keep_busy(),
      else: state
  end

  defp save_next(state) do
    {{:value, path}, idle} = :queue.out(state.idle)
    File.write!(Path.join(state.root, path), [state.contents[path], mark(state.written)])
    %{state | idle: idle, busy: MapSet.put(state.busy, path), written: state.written + 1}
  end

  # Blanks at the end, which are code in no language: another content of always the same size.
  defp mark(number) do
    blanks = for <<(bit::1 <- <<number::24>>)>>, do: if(bit == 1, do: ?\t, else: ?\s)
    [?\n, blanks, ?\n]
  end

  defp synced(path, state) do
    if path in state.busy,
      do: %{
        state
        | busy: MapSet.delete(state.busy, path),
          idle: :queue.in(path, state.idle),
          synced: state.synced + 1
      },
      else: state
  end

  defp report(samples, count, milliseconds) do
    IO.puts("#{div(milliseconds, 1_000)} s, #{round(count * 1_000 / milliseconds)} syncs/s")
    shown = Enum.take_every(samples, max(div(length(samples), @rows), 1))
    rows = for sample <- shown, do: [sample.at | Sample.cells(sample)]
    Table.print("After so many syncs", ["syncs" | Sample.header()], rows)
  end
end

Bench.Soaks.Syncs.main(System.argv())

defmodule ParserEngine.KilledIngestionTest do
  # An ingestion in a VM that is killed with SIGKILL, again and again: what was done stays done.
  use ParserEngine.CodebaseCase

  import ParserEngine.Patience

  alias ParserEngine.{Config, Ingest, OtherVM, Store}

  # PARSER_ENGINE_KILLS=20 is the soak.
  @kills String.to_integer(System.get_env("PARSER_ENGINE_KILLS", "3"))
  @files 200 * @kills
  @batch 4

  @moduletag timeout: 600_000
  @moduletag :tmp_dir

  setup %{config: config, root: root, tmp_dir: folder} do
    for n <- 1..@files do
      write(root, "lib/d#{rem(n, 20)}/f#{n}.ex", "defmodule F#{n} do\nend\n")
    end

    {:ok, config: %{config | batch_size: @batch, concurrency: 2}, folder: folder}
  end

  test "goes on where it was, and parses hardly a file twice", context do
    %{config: config, folder: folder} = context
    {:ok, first} = Store.next_generation(config)
    :rand.seed(:exsss, {@kills, 2, 3})
    for n <- 1..@kills, do: kill_half_way(config, folder, n)
    assert {:ok, %{failed: []}} = Ingest.run(config)
    for table <- Config.tables(), do: assert(length(paths(config, table)) == @files)

    # Each comparison has taken a number, and each batch.
    {:ok, last} = Store.next_generation(config)
    batches = last - first - 1 - (@kills + 1)
    assert batches * @batch <= 1.05 * @files

    settle(config)
    before = everything(config)
    assert {:ok, %{changed: 0, failed: []}} = Ingest.run(config)
    assert everything(config) == before
  end

  # Somewhere within its share of all files.
  defp kill_half_way(config, folder, n) do
    vm = OtherVM.start(Path.join(folder, "vm#{n}"))
    OtherVM.start_repo(vm)
    done = length(paths(config, :code_files))
    OtherVM.call(vm, :erlang, :spawn, [Ingest, :run, [config, []]])
    enough = done + :rand.uniform(div(@files, @kills) - 50)
    await(fn -> length(paths(config, :code_files)) >= enough end, 60_000)
    {_output, 0} = System.cmd("kill", ["-9", OtherVM.call(vm, System, :pid)])
    settle(config)
  end

  # With the place of each row on disk, which every write changes.
  defp everything(config) do
    for table <- Config.tables(),
        do: rows(config, table, "SELECT t::text, t.ctid::text FROM T t ORDER BY id")
  end
end

defmodule ParserEngine.NativeMissingTest do
  use ParserEngine.CodebaseCase

  alias ParserEngine.{CodeFileWatcher, Config, Ingest, Native, OtherVM, Patience, Reconcile, Sync}

  @moduletag :tmp_dir
  @library "parser_engine_nif.so"
  @source "defmodule A do\n  def f(x), do: x\nend\n"

  for {what, change} <- [
        {"no library", quote(do: &File.rm!(Path.join(&1, @library)))},
        {"a library that is none", quote(do: &File.write!(Path.join(&1, @library), "not ELF"))}
      ] do
    describe what do
      setup %{tmp_dir: tmp_dir} do
        vm = OtherVM.start(tmp_dir, unquote(change))
        OtherVM.start_repo(vm)
        {:ok, vm: vm}
      end

      test "is an error value", %{vm: vm, root: root} do
        file = write(root, "a.ex", @source)
        assert OtherVM.call(vm, ParserEngine, :parse_file, [file]) == {:error, :nif_not_loaded}

        assert OtherVM.call(vm, ParserEngine, :detect_language, [file]) == {:ok, "elixir"}
        refute OtherVM.call(vm, Native, :loaded?)
      end

      test "leaves code_files to plain Elixir, until it is back", context do
        %{vm: vm, config: config, root: root} = context
        write(root, "a.ex", @source)
        assert sync(vm, config, "a.ex") == {:ok, :code_files_only}

        assert OtherVM.log(vm) =~
                 "[CodeFileWatcher] ✓✗ code_files OK, codebase_metadata failed: :nif_not_loaded"

        assert ["elixir-fallback", "fallback", @source, "sha256:" <> _] = stored(config)
        assert paths(config, :codebase_metadata) == []

        # Nothing changes by asking again, and what only the NIF could write is an error.
        assert sync(vm, config, "a.ex") == {:ok, :code_files_only}
        alone = %{config | tables: [:codebase_metadata]}
        assert sync(vm, alone, "a.ex") == {:error, :nif_not_loaded}
        write(root, "b.ex", @source)
        settle(config)
        assert {:ok, summary} = OtherVM.call(vm, Ingest, :run, [config])
        assert %{current: 1, results: %{{:ok, :code_files_only} => 1}} = summary

        assert {:ok, %{changed: ["a.ex", "b.ex"]}} = Reconcile.plan(config)
        assert {:ok, %{failed: [], changed: 2}} = Ingest.run(config)
        assert [version, "ok", @source, "blake3:" <> _] = stored(config)
        assert version == Native.analysis_version(true, [])
        assert paths(config, :codebase_metadata) == ["a.ex", "b.ex"]
      end

      test "has an instance poll", context do
        %{vm: vm, config: config, options: options, root: root} = context
        write(root, "a.ex", @source)
        name = ParserEngine.Polling
        more = [name: name, poll_interval: 20, debounce: 20, retry_delay: 20]
        supervisor = OtherVM.start_child(vm, {ParserEngine, more ++ options})

        watcher = Config.watcher(%{config | name: name})
        assert {:ok, %{mode: :polling}} = OtherVM.call(vm, CodeFileWatcher, :status, [watcher])
        assert OtherVM.log(vm) =~ "the NIF is not loaded: polling #{root}"
        eventually(fn -> paths(config, :code_files) == ["a.ex"] end)

        write(root, "a.ex", "defmodule Changed do\nend\n")
        write(root, "lib/b.ex", @source)

        eventually(fn ->
          match?([_, _, "defmodule Changed" <> _, _], stored(config)) and
            paths(config, :code_files) == ["a.ex", "lib/b.ex"]
        end)

        File.rm!(Path.join(root, "lib/b.ex"))
        eventually(fn -> paths(config, :code_files) == ["a.ex"] end)
        assert OtherVM.call(vm, Process, :alive?, [supervisor])
      end
    end
  end

  test "a poller forgets no file that only a comparison has seen", context do
    %{config: config, options: options, root: root} = context
    vm = OtherVM.start(context.tmp_dir, &File.rm!(Path.join(&1, @library)))
    OtherVM.start_repo(vm)
    name = ParserEngine.Comparing
    watcher = Config.watcher(%{config | name: name})
    OtherVM.start_child(vm, {ParserEngine, [name: name, poll_interval: 3_000] ++ options})

    # Between two looks of the poller it comes, gets its row, and goes.
    file = write(root, "a.ex", @source)
    OtherVM.call(vm, CodeFileWatcher, :reconcile, [watcher])
    eventually(fn -> paths(config, :code_files) == ["a.ex"] end)
    eventually(fn -> idle?(OtherVM.call(vm, CodeFileWatcher, :status, [watcher])) end)
    File.rm!(file)
    eventually(fn -> paths(config, :code_files) == [] end)
  end

  test "what does not load is named in the log", %{tmp_dir: tmp_dir} do
    vm = OtherVM.start(tmp_dir, &File.write!(Path.join(&1, @library), "not ELF"))
    refute OtherVM.call(vm, Native, :loaded?)
    assert OtherVM.log(vm) =~ "parser_engine: parser_engine_nif was not loaded: {load_failed,"
  end

  test "loading the module again does no harm", %{tmp_dir: tmp_dir, root: root} do
    file = write(root, "a.ex", @source)
    vm = OtherVM.start(tmp_dir, fn _native -> :ok end)
    assert {:ok, analysis} = OtherVM.call(vm, ParserEngine, :parse_file, [file])

    # As r(module) in IEx does it, and as mix recompiles it.
    for before <- [[:purge], [:purge, :delete], [:purge, :delete, :purge], [:purge, :delete]] do
      for function <- before, do: OtherVM.call(vm, :code, function, [Native])
      OtherVM.call(vm, :code, :load_file, [Native])
      assert OtherVM.call(vm, Native, :loaded?)
      assert OtherVM.call(vm, ParserEngine, :parse_file, [file]) == {:ok, analysis}
    end
  end

  defp idle?(status), do: match?({:ok, %{dirty: 0, running: 0, reconciling: false}}, status)
  defp sync(vm, config, path), do: OtherVM.call(vm, Sync, :path, [config, path]).result

  defp stored(config) do
    sql = "SELECT analysis_version, parse_status, content, hash FROM T WHERE file_path = 'a.ex'"
    [row] = rows(config, :code_files, sql)
    row
  end

  # The other VM's rows are the only news of it.
  defp eventually(look), do: Patience.await(look, 20_000)
end

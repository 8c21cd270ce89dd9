defmodule ParserEngine.NativeLoadingTest do
  # The library and the modules around it come and go while the VM runs.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Analyzer, Ingest, Native, OtherVM, Patience}

  @moduletag :tmp_dir
  @source "defmodule A do\n  def f(x), do: x\nend\n"
  @stubs "lib/parser_engine/native.ex"

  for {what, from, to} <- [
        {"another interface", "interface: ", "interface: 99"},
        {"fewer functions", "def watch_stop(_watch), do: missing()", ""}
      ] do
    test "modules with #{what} than the library do not use it, and say so", %{
      tmp_dir: tmp_dir,
      root: root
    } do
      vm = OtherVM.start(tmp_dir, &change_modules(&1, unquote(from), unquote(to)))
      refute OtherVM.call(vm, Native, :loaded?)
      file = write(root, "a.ex", @source)
      assert OtherVM.call(vm, ParserEngine, :parse_file, [file]) == {:error, :nif_not_loaded}
      assert OtherVM.log(vm) =~ "the library and the compiled modules are of different versions"
    end
  end

  test "the module is loaded anew while the pool works for it", context do
    %{config: config, root: root} = context
    vm = start(context)
    for number <- 1..300, do: write(root, "lib/m#{number}.ex", source(number, 60))
    ingestion = Task.async(fn -> OtherVM.call(vm, Ingest, :run, [config]) end)
    Patience.await(fn -> paths(config, :code_files) != [] end, 20_000)
    for _ <- 1..5, do: reload(vm)

    assert {:ok, %{files: 300, failed: []}} = Task.await(ingestion, 60_000)
    assert length(paths(config, :code_files)) == 300
  end

  test "an instance outlives the reloading of the module", context do
    %{config: config, options: options, root: root} = context
    vm = start(context)
    OtherVM.start_child(vm, {ParserEngine, [debounce: 20, retry_delay: 20] ++ options})
    write(root, "a.ex", @source)
    Patience.await(fn -> paths(config, :code_files) == ["a.ex"] end, 20_000)
    reload(vm)
    write(root, "b.ex", @source)
    Patience.await(fn -> paths(config, :code_files) == ["a.ex", "b.ex"] end, 20_000)
  end

  test "nothing that was read becomes an atom", %{config: config, root: root} = context do
    vm = start(context)
    file = write(root, "lib/m7.ex", source(7, 20))
    assert {:ok, %{failed: []}} = OtherVM.call(vm, Ingest, :run, [config])
    assert {:ok, %{symbols: [_ | _]}} = OtherVM.call(vm, ParserEngine, :parse_file, [file])

    for name <- ~w(Unheard7 Elixir.Unheard7 f7_1 f7_20 a20 m7 lib/m7.ex) ++ [source(7, 20)] do
      # This VM may have atoms of that name, the other one has not.
      call = [:erlang, :binary_to_existing_atom, [name]]
      assert catch_error(OtherVM.call(vm, :erlang, :apply, call)) == :badarg, name
    end
  end

  test "an answer that comes too late stays in nobody's mailbox", %{config: config, root: root} do
    broken = String.duplicate(~s(]{:"a"\n), 20_000)
    paths = for number <- 1..8, do: "broken#{number}.json"
    for path <- paths, do: write(root, path, broken)
    requests = for path <- paths, do: %{path: path, known_hash: nil, busy_threshold: 0}

    # Not a moment longer than asking takes.
    impatient = %{config | parse_timeout: 200}
    assert outcomes = Analyzer.rows(impatient, 1, requests, -200)
    assert Enum.any?(outcomes, &(&1 == {:error, :timeout}))

    # Whatever could still arrive has arrived when the pool has answered this.
    assert [{:ok, _rows}] = Analyzer.rows(impatient, 1, [hd(requests)])
    assert Process.info(self(), :messages) == {:messages, []}
  end

  defp start(%{tmp_dir: tmp_dir}) do
    vm = OtherVM.start(Path.join(tmp_dir, "vm"))
    OtherVM.start_repo(vm)
    vm
  end

  # As r(module) in IEx does it. Somebody else may call the module, and so load it, first.
  # As r(module) in IEx does it. Were the module deleted first, whoever calls it meanwhile would have
  # it loaded too, and OTP 25 does not always answer the second of two that load a module with a NIF.
  defp reload(vm) do
    for function <- [:purge, :load_file],
        do: OtherVM.call(vm, :code, function, [Native])

    assert OtherVM.call(vm, Native, :loaded?)
  end

  defp change_modules(native, from, to) do
    folder = Path.expand("../..", native)
    file = Path.join(folder, "native.ex")
    File.write!(file, @stubs |> File.read!() |> String.replace(from, to))
    ebin = Path.join(folder, "ebin")
    {_, 0} = System.cmd("elixirc", ["-pa", ebin, "-o", ebin, file], stderr_to_stdout: true)
  end

  defp source(number, functions) do
    body = Enum.map_join(1..functions, &"  def f#{number}_#{&1}(a#{&1}), do: a#{&1}\n")
    "defmodule Unheard#{number} do\n#{body}end\n"
  end
end

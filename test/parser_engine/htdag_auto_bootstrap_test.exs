defmodule ParserEngine.HTDAGAutoBootstrapTest do
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Config, HTDAGAutoBootstrap}

  test "a module is found by the file that it was compiled from", context do
    %{config: config, options: options, root: root} = context
    module = Module.concat(__MODULE__, "Found#{System.unique_integer([:positive])}")
    file = write(root, "lib/found.ex", "defmodule #{inspect(module)} do\nend\n")
    [{^module, _code}] = Code.compile_file(file)

    assert {:ok, %{file_path: "lib/found.ex", id: id}} = persist(module, options)
    assert {:ok, %{file_path: "lib/found.ex", id: ^id}} = persist("lib/found.ex", options)
    assert paths(config, :code_files) == ["lib/found.ex"]
    assert paths(config, :codebase_metadata) == []

    File.rm!(file)
    assert persist(module, options) == {:error, :enoent}
  end

  test "a module that is not there, or of no file", %{options: options} do
    assert persist(NoSuch.Module, options) == {:error, :no_module}
    assert persist(:no_such_module, options) == {:error, :no_module}
    assert persist(nil, options) == {:error, :no_module}

    module = Module.concat(__MODULE__, "Typed#{System.unique_integer([:positive])}")
    Code.compile_string("defmodule #{inspect(module)} do\nend")
    assert persist(module, options) == {:error, :no_module}
  end

  test "a module of another codebase", %{options: options} do
    assert persist(Config, options) == {:error, :outside_root}
    assert persist(:lists, options) == {:error, :outside_root}
  end

  test "the start-up ingestion brings both tables up to date", context do
    %{config: config, options: options, root: root} = context
    gone = write(root, "gone.ex", "x = 1\n")
    write(root, "a.ex", "x = 1\n")
    assert {:ok, %{files: 2, changed: 2, failed: []}} = HTDAGAutoBootstrap.bootstrap(options)
    File.rm!(gone)
    write(root, "b.ex", "x = 1\n")
    assert {:ok, %{files: 2, absent: 1, failed: []}} = HTDAGAutoBootstrap.bootstrap(options)
    for table <- Config.tables(), do: assert(paths(config, table) == ["a.ex", "b.ex"])

    assert HTDAGAutoBootstrap.bootstrap(Keyword.delete(options, :repo)) == {:error, :no_repo}
  end

  defp persist(module_or_path, options) do
    {codebase_id, options} = Keyword.pop!(options, :codebase_id)
    HTDAGAutoBootstrap.persist_module_to_db(module_or_path, codebase_id, options)
  end
end

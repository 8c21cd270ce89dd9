defmodule ParserEngine.InstancesTest do
  # The application environment and the default name belong to the whole VM.
  use ParserEngine.LiveCase, async: false

  alias ParserEngine.{Config, HTDAGAutoBootstrap, Instances, Repo}

  @given ~w(repo prefix root codebase_id tables)a

  describe "an option of a call" do
    test "goes before the running instance, that before the environment", context do
      environment(repo: Environment.Repo, prefix: "environment", root: "/environment")
      live = start_live(context, tables: [:code_files])
      %{codebase_id: codebase_id, prefix: prefix, root: root} = live.config

      assert {:ok, config} = Instances.config(codebase_id: codebase_id)
      assert Map.take(config, @given) == Map.take(live.config, @given)

      assert {:ok, config} = Instances.config(codebase_id: codebase_id, prefix: "explicit")
      assert %{repo: Repo, prefix: "explicit", root: ^root} = config
      assert {:ok, %{prefix: ^prefix}} = Instances.config(name: live.config.name)

      assert {:ok, config} = Instances.config(codebase_id: "another")
      assert %{repo: Environment.Repo, prefix: "environment", root: "/environment"} = config
    end

    test "is not looked up in an instance that has ended", context do
      live = start_live(context)
      :ok = stop_supervised(live.config.name)
      options = [codebase_id: live.config.codebase_id]
      assert Instances.config(options) == {:error, :no_repo}
      assert ParserEngine.parse_and_store_single_file("a.ex", options) == {:error, :no_repo}
    end
  end

  test "with nothing to go by there is an error", %{root: root} do
    assert Instances.config([]) == {:error, :no_codebase_id}
    assert ParserEngine.parse_and_store_single_file("a.ex") == {:error, :no_codebase_id}
    assert HTDAGAutoBootstrap.persist_module_to_db("a.ex", nil) == {:error, :no_codebase_id}
    assert Instances.config(codebase_id: "c") == {:error, :no_repo}
    assert Instances.config(codebase_id: "c", root: root) == {:error, :no_repo}
    assert Instances.config(codebase_id: 7) |> elem(0) == :error
  end

  test "the environment is enough, and the root is then the working directory" do
    environment(repo: Repo, codebase_id: "environment")
    assert {:ok, config} = Instances.config([])
    assert %{repo: Repo, codebase_id: "environment"} = config
    assert config.root == File.cwd!()
    environment(debounce: "fast")
    assert {:error, {:invalid_option, :debounce, "fast", _expected}} = Instances.config([])
  end

  describe "without a name" do
    test "the only instance is meant, of several the default one", context do
      only = start_live(context)
      assert {:ok, %{codebase_id: id}} = Instances.config([])
      assert id == only.config.codebase_id

      start_live(context)
      assert Instances.config([]) == {:error, :no_codebase_id}
      start_live(context, name: ParserEngine, codebase_id: "default")
      assert {:ok, %{codebase_id: "default"}} = Instances.config([])
    end

    test "a restarted instance is found with its new options", context do
      options = options(context)
      start_live(context, options)
      :ok = stop_supervised(options[:name])
      start_live(context, Keyword.put(options, :tables, [:code_files]))

      assert {:ok, %{tables: [:code_files]}} =
               Instances.config(codebase_id: options[:codebase_id])
    end
  end

  test "the entry points find the running instance", context do
    live = start_live(context, debounce: 3_600_000, debounce_ceiling: 7_200_000)
    file = write(context, "a.ex")
    options = [codebase_id: live.config.codebase_id]
    assert {:ok, %{path: "a.ex"}} = ParserEngine.parse_and_store_single_file(file, options)
    assert {:ok, %{path: "a.ex"}} = ParserEngine.parse_and_store_single_file("a.ex", options)
    assert paths(live, :code_files) == []
    assert paths(live, :codebase_metadata) == ["a.ex"]
    assert {:ok, %{failed: []}} = ParserEngine.parse_and_store_tree(context.root, options)
    assert paths(live, :code_files) == ["a.ex"]
  end

  test "nobody waits for a watcher that is not there", context do
    assert ParserEngine.await_synced("a.ex", 1_000) == {:error, :no_codebase_id}
    assert ParserEngine.await_synced("a.ex", 1_000, codebase_id: "c") == {:error, :no_repo}
    options = [codebase_id: "c", repo: Repo, root: context.root, name: :nobody]
    assert ParserEngine.await_synced("a.ex", 1_000, options) == {:error, :not_watching}
  end

  test "a struct of options is what travels", context do
    assert {:ok, %Config{} = config} = Instances.config(options(context))
    assert Config.watcher(config) == Module.concat(config.name, CodeFileWatcher)
  end

  defp environment(options) do
    Application.put_all_env(parser_engine: options)
    on_exit(fn -> for {name, _} <- options, do: Application.delete_env(:parser_engine, name) end)
  end
end

defmodule ParserEngine.ConfigTest do
  use ExUnit.Case, async: true

  alias ParserEngine.{Config, Error, Language}

  @required [codebase_id: "c", root: "/r"]
  @positive ~w(retry_delay concurrency batch_size max_file_bytes parse_timeout
               query_timeout poll_interval alert_window)a
  @not_positive [0, -1, 1.5, "1", nil, :infinity]

  # Values that an option takes, and values that it does not.
  @rules [
           codebase_id: {["c", "ü 1"], ["", 7, :c, <<0xFF>>, "a\0"]},
           root: {["/r", "r"], ["", 7, :r, <<0xFF>>]},
           state_dir: {["/s", "s"], ["", 7, nil, <<0xFF>>]},
           prefix: {["public", "My Schema"], ["", nil, :public, String.duplicate("x", 64)]},
           repo: {[SomeRepo, nil], ["SomeRepo", 7, true]},
           name: {[SomeName, :name], ["name", 7, nil, true]},
           tables:
             {[[:code_files], [:codebase_metadata, :code_files]], [[], nil, [:other], :both]},
           debounce_ceiling: {[500, 86_400_000], [0, nil, "5", 1, 86_400_001]},
           debounce: {[1, 500, :on_close], [86_400_001, 0, -1, "fast", nil, 0.5, :infinity]},
           batch: {[0, 5_000], [-1, nil, "100", 1.5]},
           lease: {[300, 15_000, :none], [0, 299, nil, "15", :infinity]},
           alert_threshold: {[0, 0.5, 1], [-0.1, 1.1, nil, "0.5"]},
           busy_threshold: {[0, 100], [-1, nil, "100", 1.5]},
           max_retries: {[0, 3], [-1, nil, :infinity]},
           extensions: {[["ex"], [".ex"], []], ["ex", [:ex], 7]},
           ignore: {[[], ["*.gen.ex"]], [nil, "x", [7]]},
           respect_gitignore: {[true, false], [nil, "yes", 1]},
           nested_repositories: {[true, false], [nil, "yes", 1]},
           redact: {[true, false], [nil, "no", 0]},
           smells:
             {[[], [long_function: 80, todo_comment: false]],
              [nil, [long_fun: 1], [long_function: -1], [long_function: "1"], %{}]},
           graph: {[true, false], [nil, "no", 0]},
           duplication:
             {[[], false, [min_tokens: 10], [min_lines: 1, min_tokens: 10_000]],
              [nil, true, [min_tokens: 9], [min_lines: 0], [tokens: 50], %{}]},
           search: {[true, false], [nil, "no", 0]},
           embedder: {[false, ParserEngine.Embedder.Static], [nil, true, NoEmbedder]},
           watch: {[:auto, :poll], [nil, :inotify, "poll"]},
           start: {[true, false], [nil, "no", 0]},
           reconcile_interval: {[1, :infinity], [0, nil, "never"]}
         ] ++ for(name <- @positive, do: {name, {[1, 72], @not_positive}})

  test "every option has a rule here" do
    options = Map.keys(%Config{codebase_id: "c", root: "/"}) -- [:__struct__]
    assert Enum.sort(options) == Enum.sort(Keyword.keys(@rules))
  end

  for {name, {good, bad}} <- @rules do
    test "#{name}" do
      name = unquote(name)

      for value <- unquote(Macro.escape(good)), do: assert_taken(name, value)
      for value <- unquote(Macro.escape(bad)), do: assert_refused(name, value)
    end
  end

  test "the seed's defaults" do
    assert {:ok, config} = Config.validate(@required)

    assert %{debounce: 500, busy_threshold: 100, max_retries: 3, retry_delay: 1_000} = config
    assert %{tables: [:code_files, :codebase_metadata], prefix: "public"} = config
    assert %{name: ParserEngine, repo: nil, respect_gitignore: true, redact: true} = config
    assert config.extensions == Language.extensions()
  end

  test "codebase_id and root are asked for" do
    for name <- [:codebase_id, :root] do
      assert Config.validate(Keyword.delete(@required, name)) == {:error, {:missing_option, name}}
      assert validate(name, nil) == {:error, {:missing_option, name}}
    end
  end

  test "a misspelt option is told with the nearest one" do
    for {given, nearest} <- [
          debounse: :debounce,
          codebaseid: :codebase_id,
          extension: :extensions,
          max_retry: :max_retries,
          table: :tables,
          gitignored: :ignore,
          repository: :repo
        ] do
      assert {:error, {:unknown_option, ^given, ^nearest} = reason} = validate(given, 1)
      sentence = "unknown option #{inspect(given)}, did you mean #{inspect(nearest)}?"
      assert Error.message(reason) == sentence
      assert_raise ArgumentError, sentence, fn -> Config.new!([{given, 1} | @required]) end
    end
  end

  test "one form for what can be written in several" do
    assert {:ok, config} =
             Config.validate(
               codebase_id: "c",
               root: "../x/./y",
               extensions: [".ex", "rs"],
               tables: [:codebase_metadata, :code_files, :code_files]
             )

    assert config.root == Path.expand("../x/y")
    assert config.extensions == ["ex", "rs"]
    assert config.tables == Config.tables()
  end

  test "an instance's watcher is named after it; the default one is the module" do
    assert Config.watcher(Config.new!(@required)) == ParserEngine.CodeFileWatcher

    assert Config.watcher(Config.new!([name: MyApp.Code] ++ @required)) ==
             MyApp.Code.CodeFileWatcher
  end

  defp assert_taken(name, value),
    do: assert({^name, ^value, {:ok, %Config{}}} = {name, value, validate(name, value)})

  defp assert_refused(name, value) do
    assert {^name, ^value, {:error, reason}} = {name, value, validate(name, value)}
    assert elem(reason, 0) in [:invalid_option, :missing_option]
    assert elem(reason, 1) == name
    assert Error.message(reason) =~ inspect(name)

    with {:invalid_option, ^name, given, expected} <- reason do
      assert given === value
      assert Error.message(reason) =~ expected
    end
  end

  defp validate(name, value), do: Config.validate(Keyword.put(@required, name, value))
end

defmodule ParserEngine.SecretsTest do
  use ParserEngine.CodebaseCase
  import ExUnit.CaptureLog

  alias ParserEngine.{Config, Ingest, Native, OtherVM, Reconcile, SecretSamples, Sync, Telemetry}

  # `§` stands for a text in one line, `¶` for one in several.
  @files %{
    "a.sh" => "# §\nA=\"§\"\ncat <<EOF\n¶\nEOF\nexport B=§\n",
    "a.ex" => """
    defmodule A do
      @moduledoc \"\"\"
    ¶
      \"\"\"
      @doc "§"
      # §
      def a(b \\\\ "§"), do: ~s(§) <> b
    end
    """,
    "a.go" => "package a\n\n// A is §\nfunc A() string {\n\treturn \"§\" + `¶`\n}\n",
    "a.js" => "/** ¶ */\nexport function a(b = \"§\") { return `¶` }\nimport x from \"§\";\n",
    "a.json" => "{\"a\": \"§\", \"§\": [\"§\"]}\n",
    "a.jsx" => "// §\nexport const A = () => <a href=\"§\">{\"§\"}</a>;\n",
    "a.md" => "# §\n\n¶\n\n```\n¶\n```\n\n- `§`\n- [a](<§>)\n",
    "a.nix" => "# §\n{ a = \"§\"; b = ''\n¶\n''; }\n",
    "a.py" => "# §\ndef a(b=\"§\"):\n    \"\"\"¶\"\"\"\n    return '§'\n",
    "a.rs" => "/// §\npub fn a() -> &'static str {\n    r#\"§\"#\n}\n// §\n",
    "a.toml" => "# §\na = \"§\"\nb = '''\n¶\n'''\n[\"§\"]\n",
    "a.tsx" => "// §\nexport const A = (b: \"§\") => <a href=\"§\">{`¶`}</a>;\n",
    "a.ts" => "// §\nexport type A = \"§\";\nexport const b = `¶`;\n",
    "a.yaml" => "# §\na: '§'\nb: §\nc: |\n  §\nd:\n- \"§\"\n",
    # Nothing but the lines of it can be told.
    "broken.ex" => "defmodule B do\n  def a(§\n  def b(\"§\"\n",
    "deep.json" => String.duplicate("[", 1_001) <> "\"§\"\n"
  }

  # So many samples in a file.
  @together 8

  setup %{root: root} do
    samples = SecretSamples.secrets()

    written =
      for {path, places} <- @files,
          {some, n} <- samples |> Enum.chunk_every(@together) |> Enum.with_index() do
        content = Enum.map_join(some, "\n", fn {text, _parts} -> filled(places, text) end)
        write(root, "#{n}/#{path}", content)
      end

    {:ok, parts: Enum.flat_map(samples, &elem(&1, 1)), count: length(written)}
  end

  defp filled(places, text) do
    line = String.replace(text, "\"", "")
    lines = String.replace(line, "\\n", "\n")
    places |> String.replace("§", line) |> String.replace("¶", lines)
  end

  test "no secret gets into a table, the log or telemetry", context do
    %{config: config, parts: parts, count: count} = context
    events = attach()

    log =
      capture_log([level: :debug], fn ->
        assert {:ok, %{files: ^count, failed: []}} = Ingest.run(config)
      end)

    tables = tables(config)
    assert tables =~ "postgres://shop:****"
    assert tables =~ ~s("redacted": )
    assert log =~ "✓✓"
    told = events |> Agent.get(& &1) |> inspect(limit: :infinity, printable_limit: :infinity)
    assert told =~ "both_tables"
    for text <- [tables, log, told], do: assert(leaks(text, parts) == [])
  end

  test "what PostgreSQL and drivers quote is no leak either", context do
    %{options: options, parts: parts} = context
    config = Config.new!([redact: false] ++ options)
    quote_content(config)
    events = attach()

    log =
      capture_log(fn ->
        for n <- 0..9, path = "#{n}/a.toml" do
          outcome = Sync.path(config, path)
          assert {:ok, :codebase_metadata_only} = outcome.result
          assert {:error, {:database, "22000", "bad # " <> _}} = outcome.tables.code_files
        end
      end)

    assert log =~ "bad # "
    told = events |> Agent.get(& &1) |> inspect(limit: :infinity, printable_limit: :infinity)
    for text <- [log, told, tables(config)], do: assert(leaks(text, parts) == [])
  end

  test "the switch has the next comparison write the rows again", context do
    %{config: config, options: options, parts: parts, count: count} = context
    plain = Config.new!([redact: false] ++ options)
    assert {:ok, %{failed: []}} = Ingest.run(plain)
    assert leaks(tables(config), parts) == Enum.uniq(parts)
    settle(config)
    assert {:ok, %{changed: []}} = Reconcile.plan(plain)

    assert {:ok, %{changed: changed}} = Reconcile.plan(config)
    assert length(changed) == count
    assert {:ok, %{failed: []}} = Ingest.run(config)
    assert leaks(tables(config), parts) == []
    settle(config)
    assert {:ok, %{changed: []}} = Reconcile.plan(config)
    assert {:ok, %{changed: [_ | _]}} = Reconcile.plan(plain)
  end

  @tag :tmp_dir
  test "plain Elixir hides them too", %{tmp_dir: tmp_dir} = context do
    %{config: config, options: options, parts: parts, count: count} = context
    vm = OtherVM.start(tmp_dir, &File.rm!(Path.join(&1, "parser_engine_nif.so")))
    OtherVM.start_repo(vm)
    refute OtherVM.call(vm, Native, :loaded?)
    ingest = fn config -> OtherVM.call(vm, Ingest, :run, [config]) end

    assert {:ok, %{results: results}} = ingest.(config)
    assert results[{:ok, :code_files_only}] == count
    assert tables(config) =~ "postgres://shop:****"
    assert leaks(tables(config) <> OtherVM.log(vm), parts) == []

    # Better rows would be kept, but not with secrets in them.
    assert {:ok, %{failed: []}} = Ingest.run(Config.new!([redact: false] ++ options))
    refute leaks(tables(config), parts) == []
    assert {:ok, %{results: results}} = ingest.(%{config | tables: [:code_files]})
    assert results[{:ok, {:configured, [:code_files]}}] == count
    contents = for [content] <- rows(config, :code_files, "SELECT content FROM T"), do: content
    assert leaks(Enum.join(contents), parts) == []
  end

  defp attach do
    {:ok, events} = Agent.start_link(fn -> [] end)
    seen = fn event, measurements, metadata -> {event, measurements, metadata} end
    keep = &Agent.update(events, fn all -> [seen.(&1, &2, &3) | all] end)
    names = for last <- [:start, :stop, :exception], do: [:parser_engine, :sync, last]
    more = for last <- [:start, :stop, :exception], do: [:parser_engine, :ingest, last]
    :ok = Telemetry.attach(events, [[:singularity, :file_watcher, :sync] | names ++ more], keep)
    on_exit(fn -> Telemetry.detach(events) end)
    events
  end

  # All columns of all tables, as text.
  defp tables(config) do
    for table <- [:code_files, :codebase_metadata, :parser_engine_refusals],
        [row] <- all(config, table),
        into: "",
        do: row
  end

  defp all(config, table) do
    sql = ~s(SELECT to_jsonb(t\)::text FROM "#{config.prefix}"."#{table}" t)
    config.repo.query!(sql, []).rows
  end

  # As PostgreSQL does with a value of the wrong type.
  defp quote_content(config) do
    function = name(config, "quote_content")

    statement(config, """
    CREATE FUNCTION #{function}() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'bad %', NEW.content USING ERRCODE = '22000'; END $$
    """)

    statement(config, """
    CREATE TRIGGER quote_content BEFORE INSERT OR UPDATE ON #{name(config, :code_files)}
    FOR EACH ROW EXECUTE FUNCTION #{function}()
    """)
  end

  defp leaks(text, parts), do: parts |> Enum.uniq() |> Enum.filter(&String.contains?(text, &1))
end

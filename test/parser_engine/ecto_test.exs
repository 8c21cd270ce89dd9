# What only a host with Ecto uses: the migration inside Ecto's own, and the schemas.
if Code.ensure_loaded?(Ecto.Migration) do
  defmodule ParserEngine.EctoTest do
    use ParserEngine.PostgresCase, async: false

    import Ecto.Query

    alias ParserEngine.{Config, Migration, Repo, SearchIndex, Sync}
    alias ParserEngine.Schema.{CodebaseMetadata, CodeFile, CodeSymbol}

    @moduletag :tmp_dir
    @moduletag :capture_log
    @source "defmodule A do\n  def f(x), do: if(x, do: 1)\nend\n"

    defmodule AddParserEngine do
      use Ecto.Migration

      # Each test has a schema of its own, which Ecto passes on to the migration.
      def up, do: ParserEngine.Migration.up(prefix: prefix())
      def down, do: ParserEngine.Migration.down(prefix: prefix())
    end

    setup %{prefix: prefix, tmp_dir: root} do
      options = [prefix: prefix, log: false, migration_lock: false]
      assert :ok = Ecto.Migrator.up(Repo, 1, AddParserEngine, options)
      {:ok, migrator: options, root: root}
    end

    test "up and down, as mix ecto.migrate runs them", context do
      %{repo: repo, prefix: prefix, migrator: options} = context
      assert :ok = Migration.verify(repo, prefix: prefix)
      assert :already_up = Ecto.Migrator.up(repo, 1, AddParserEngine, options)
      assert :ok = Ecto.Migrator.down(repo, 1, AddParserEngine, options)
      assert {:ok, 0} = Migration.migrated_version(repo, prefix: prefix)
      assert :ok = Ecto.Migrator.up(repo, 1, AddParserEngine, options)
      assert :ok = Migration.verify(repo, prefix: prefix)
    end

    test "a failing migration leaves nothing behind", context do
      %{repo: repo, prefix: prefix, migrator: options} = context
      :ok = Ecto.Migrator.down(repo, 1, AddParserEngine, options)
      repo.query!("CREATE VIEW #{prefix}.code_files AS SELECT 1 AS n", [])
      assert_raise Postgrex.Error, fn -> Ecto.Migrator.up(repo, 1, AddParserEngine, options) end

      table = "#{prefix}.codebase_metadata"
      assert %{rows: [[nil]]} = repo.query!("SELECT to_regclass('#{table}')::text", [])
    end

    test "symbols are read with their files", %{prefix: prefix, root: root} do
      File.write!(Path.join(root, "a.ex"), @source)
      config = Config.new!(repo: Repo, prefix: prefix, root: root, codebase_id: "c")
      assert %{result: {:ok, :both_tables}} = Sync.path(config, "a.ex")
      assert {:ok, %{files: 1}} = SearchIndex.run(config)

      query = from(s in CodeSymbol, where: s.name == "f", preload: :file)
      assert [%CodeSymbol{start_line: 2, file: file}] = Repo.all(query, prefix: prefix)
      assert %{path: "a.ex", embedding_status: "done", embedding_error: nil} = file
    end

    test "rows are read through the schemas", %{prefix: prefix, root: root} do
      File.write!(Path.join(root, "a.ex"), @source)
      config = Config.new!(repo: Repo, prefix: prefix, root: root, codebase_id: "c")
      assert %{result: {:ok, :both_tables}} = Sync.path(config, "a.ex")

      assert %CodeFile{} = file = Repo.get_by(CodeFile, [file_path: "a.ex"], prefix: prefix)
      assert %{codebase_id: "c", codebase_path: ^root, parse_status: "ok"} = file
      assert %{language: "elixir", content: nil, ast_json: nil} = file
      assert [%{"name" => "f", "kind" => "function"}] = file.functions
      assert %DateTime{} = file.updated_at

      large = from(f in CodeFile, select: {f.content, f.ast_json})
      assert {@source, [_ | _]} = Repo.one(large, prefix: prefix)

      assert %CodebaseMetadata{} = row = Repo.one(CodebaseMetadata, prefix: prefix)
      assert %{path: "a.ex", function_count: 1, cyclomatic_complexity: 3} = row
      assert %{pagerank_score: nil, vector_embedding: nil, domains: []} = row
      assert [%{"name" => "A"}] = row.classes

      assert row.size == byte_size(@source)
      assert row.content_hash == file.hash
    end

    test "a host's transaction holds what the library writes", %{prefix: prefix, root: root} do
      File.write!(Path.join(root, "a.ex"), @source)
      config = Config.new!(repo: Repo, prefix: prefix, root: root, codebase_id: "c")

      assert {:error, :on_second_thought} =
               Repo.transaction(fn ->
                 assert %{result: {:ok, :both_tables}} = Sync.path(config, "a.ex")
                 Repo.rollback(:on_second_thought)
               end)

      refute Repo.exists?(CodeFile, prefix: prefix)
      refute Repo.exists?(CodebaseMetadata, prefix: prefix)
    end
  end
end

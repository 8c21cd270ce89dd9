defmodule ParserEngine.SingleFileTest do
  # One file into one table: what holds for both direct entry points.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Config, Error, HTDAGAutoBootstrap, OwnRepo}
  alias ParserEngine.Store.Table

  @moduletag :tmp_dir
  @source "defmodule A do\n  def f(x), do: if(x, do: 1)\nend\n"
  @large ~w(content ast_json functions classes structs enums traits imports exports symbols
            metadata dependencies related_files vector_embedding)a

  for table <- Config.tables() do
    @table table
    @other hd(Config.tables() -- [table])

    describe "#{table}" do
      test "alone is written, and its record has the scalar columns", context do
        %{config: config, options: options, root: root} = context
        file = write(root, "lib/a.ex", @source)

        assert {:ok, record} = store(@table, file, options)
        assert paths(config, @table) == ["lib/a.ex"]
        assert paths(config, @other) == []

        table = Table.fetch(@table)
        assert Enum.sort(Map.keys(record)) == Enum.sort(Table.scalars(table))
        assert Enum.filter(@large, &is_map_key(record, &1)) == []
        assert record[String.to_atom(table.path)] == "lib/a.ex"
        assert record[String.to_atom(table.size)] == byte_size(@source)
        assert %{codebase_path: ^root, language: "elixir", parse_status: "ok"} = record
        assert %DateTime{} = record.updated_at
        assert Enum.all?(Map.values(record), &(is_nil(&1) or scalar?(&1)))
      end

      test "a path is taken from the root, whatever its form", context do
        %{config: config, options: options, root: root} = context
        file = write(root, "lib/a.ex", @source)
        assert {:ok, %{id: id, updated_at: written}} = store(@table, "lib/a.ex", options)

        for path <- ["./lib/../lib/a.ex", file],
            do: assert({:ok, %{id: ^id, updated_at: ^written}} = store(@table, path, options))

        assert paths(config, @table) == ["lib/a.ex"]
      end

      test "what has no row is an error with its reason", context do
        %{config: config, options: options, root: root} = context
        write(root, "binary.ex", <<"a", 0, "b">>)
        write(root, "file.xyz", "hello")
        write(root, "Makefile", "all:\n")
        File.mkdir!(Path.join(root, "dir.ex"))
        File.ln_s!("/etc/passwd", Path.join(root, "link.ex"))

        for {path, reason} <- [
              {"missing.ex", :enoent},
              {"missing/a.ex", :enoent},
              {"binary.ex", :binary},
              {"file.xyz", {:unsupported_language, "xyz"}},
              {"Makefile", {:unsupported_language, ""}},
              {"dir.ex", {:not_regular, :directory}},
              {"../elsewhere.ex", :outside_root},
              {<<255, ".ex">>, :not_utf8},
              {"/etc/passwd.ex", :outside_root},
              {root <> "-beside/a.ex", :outside_root}
            ] do
          assert {path, store(@table, path, options)} == {path, {:error, reason}}
        end

        assert {:error, _reason} = store(@table, "link.ex", options)
        assert paths(config, @table) == []
      end

      test "an empty file, and one that is no UTF-8, have a record", context do
        %{options: options, root: root} = context
        write(root, "empty.ex", "")
        write(root, "latin1.ex", <<"# gr", 0xFC, "n\n">>)
        for path <- ["empty.ex", "latin1.ex"], do: assert({:ok, _} = store(@table, path, options))
      end

      test "a file that went takes its row along", context do
        %{config: config, options: options, root: root} = context
        file = write(root, "a.ex", @source)
        assert {:ok, _record} = store(@table, file, options)
        File.rm!(file)
        assert store(@table, file, options) == {:error, :enoent}
        assert paths(config, @table) == []
      end

      test "a table that is missing is named", context do
        %{config: config, options: options, root: root} = context
        write(root, "a.ex", @source)
        statement(config, "DROP TABLE #{name(config, @table)} CASCADE")
        assert {:error, {:database, "42P01", text}} = store(@table, "a.ex", options)
        assert text =~ to_string(@table)

        nowhere = Keyword.put(options, :prefix, "nowhere")
        assert {:error, {:database, code, text}} = store(@table, "a.ex", nowhere)
        assert code in ["3F000", "42P01"]
        assert text =~ "nowhere"
      end

      test "a wrong option is named", %{options: options} do
        assert store(@table, "a.ex", [debounse: 1] ++ options) ==
                 {:error, {:unknown_option, :debounse, :debounce}}

        assert {:error, {:invalid_option, :prefix, 7, _expected}} =
                 store(@table, "a.ex", Keyword.put(options, :prefix, 7))
      end

      test "without a repo there is no guess", %{options: options, root: root} do
        write(root, "a.ex", @source)
        assert store(@table, "a.ex", Keyword.delete(options, :repo)) == {:error, :no_repo}
      end

      test "a repo that was not started says so", %{options: options, root: root} do
        write(root, "a.ex", @source)
        options = Keyword.put(options, :repo, __MODULE__.NoSuchRepo)
        assert {:error, {:database_unavailable, text}} = store(@table, "a.ex", options)
        assert text =~ "NoSuchRepo"

        options = Keyword.put(options, :repo, OwnRepo)
        assert {:error, {:database_unavailable, text}} = store(@table, "a.ex", options)
        assert text =~ "OwnRepo"
      end

      test "a database that is down says so", context do
        %{options: options, root: root, tmp_dir: tmp_dir} = context
        write(root, "a.ex", @source)
        # No server listens in that folder.
        place = [socket_dir: tmp_dir, database: "none", username: "nobody", pool_size: 1]
        start_supervised!({OwnRepo, [log: false] ++ place})

        options = Keyword.put(options, :repo, OwnRepo)
        assert {:error, {:database_unavailable, _text} = reason} = store(@table, "a.ex", options)
        assert Error.message(reason) =~ "PostgreSQL cannot be reached: "
      end
    end
  end

  defp store(:codebase_metadata, path, options),
    do: ParserEngine.parse_and_store_single_file(path, options)

  defp store(:code_files, path, options) do
    {codebase_id, options} = Keyword.pop!(options, :codebase_id)
    HTDAGAutoBootstrap.persist_module_to_db(path, codebase_id, options)
  end

  defp scalar?(%DateTime{}), do: true
  defp scalar?(value), do: is_binary(value) or is_number(value)
end

defmodule ParserEngine.Sync.SavedAgainTest do
  # Files that the same process has written before, where nobody else writes.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Config, Repo, Store, Sync}
  alias ParserEngine.Sync.Recent

  defmodule ToldRepo do
    def query(sql, params, options) do
      tell(sql)
      Repo.query(sql, params, options)
    end

    # Tells the test of each statement.
    def tell(sql) do
      test = List.last(Process.get(:"$callers", [self()]))
      send(test, {:statement, kind(sql)})
    end

    defp kind(sql) do
      cond do
        sql =~ "nextval" -> :look
        sql =~ "jsonb_populate_recordset" -> :upsert
        true -> :other
      end
    end
  end

  setup %{config: config, root: root} do
    config = %{config | repo: ToldRepo}
    recent = Enum.reduce(1..2, Recent.new(), &save(config, root, &2, "x = #{&1}\n"))
    assert [:look | _adoption] = statements()
    {:ok, config: config, recent: recent}
  end

  defp save(config, root, recent, text) do
    write(root, "a.ex", text)
    {outcome, recent} = sync(config, recent)
    assert outcome.result == {:ok, :both_tables}
    assert content(config) == text
    recent
  end

  defp sync(config, recent) do
    [outcome] = Sync.quickly(config, [{"a.ex", 0, :last}], Recent.known(recent, config, ["a.ex"]))
    {outcome, Recent.learn(recent, [outcome])}
  end

  defp content(config) do
    config = %{config | repo: Repo}
    [[text]] = rows(config, :code_files, "SELECT content FROM T")
    [[hash]] = rows(config, :codebase_metadata, "SELECT content_hash FROM T")
    assert rows(config, :code_files, "SELECT hash FROM T") == [[hash]]
    text
  end

  defp statements do
    receive do
      {:statement, kind} -> [kind | statements()]
    after
      0 -> []
    end
  end

  test "it is written without a look", %{config: config, root: root, recent: recent} do
    recent = save(config, root, recent, "x = 3\n")
    assert statements() == [:upsert, :upsert]
    recent = save(config, root, recent, "x = 4\n")
    assert statements() == [:upsert, :upsert]
    assert recent.generation == 2
  end

  test "somebody else takes a generation", %{config: config, root: root, recent: recent} do
    {:ok, 3} = Store.next_generation(%{config | repo: Repo})
    recent = save(config, root, recent, "x = 3\n")
    assert statements() == [:upsert, :upsert, :look, :upsert, :upsert]
    # Two of its own in a row are the sign that it is alone again.
    recent = save(config, root, recent, "x = 4\n")
    assert statements() == [:look, :upsert, :upsert]
    save(config, root, recent, "x = 5\n")
    assert statements() == [:upsert, :upsert]
  end

  test "the same content", %{config: config, root: root, recent: recent} do
    write(root, "a.ex", "x = 2\n")
    assert {%{result: {:ok, :unchanged}}, recent} = sync(config, recent)
    assert [:look | touches] = statements()
    assert :upsert not in touches
    # Whose content that was before is not known.
    recent = save(config, root, recent, "x = 3\n")
    assert statements() == [:look, :upsert, :upsert]
    save(config, root, recent, "x = 4\n")
    assert statements() == [:upsert, :upsert]
  end

  test "the file is gone, and comes back", %{config: config, root: root, recent: recent} do
    File.rm!(Path.join(root, "a.ex"))
    write(root, "b.ex", "x = 1\n")
    Sync.path(config, "b.ex")
    assert {%{result: {:ok, :deleted}}, recent} = sync(config, recent)
    assert paths(%{config | repo: Repo}, :code_files) == ["b.ex"]
    statements()
    write(root, "a.ex", "x = 3\n")
    assert {%{result: {:ok, :both_tables}}, _recent} = sync(config, recent)
    assert [:look | _adoption] = statements()
  end

  test "the row was taken away", %{config: config, root: root, recent: recent} do
    statement(%{config | repo: Repo}, "DELETE FROM #{name(config, :code_files)}")
    save(config, root, recent, "x = 3\n")
    assert [:upsert, :upsert, :look | _adoption] = statements()
  end

  test "the row went with its directory, and another comes in its place", context do
    %{config: config, root: root, recent: recent} = context
    old = write(root, "old.ex", "x = 3\n")
    assert %{result: {:ok, :both_tables}} = Sync.path(config, "old.ex")

    [[id]] =
      rows(%{config | repo: Repo}, :code_files, "SELECT id FROM T WHERE file_path = 'old.ex'")

    {:ok, generation} = Store.next_generation(config)

    for table <- Config.tables(),
        do: {:ok, ["a.ex"]} = Store.delete(config, table, generation, [{"a.ex", :alone}])

    File.rename!(old, Path.join(root, "a.ex"))
    recent = %{recent | generation: generation}
    assert {%{result: {:ok, :both_tables}}, _recent} = sync(config, recent)
    assert [[^id]] = rows(%{config | repo: Repo}, :code_files, "SELECT id FROM T")
  end

  test "a table fails", %{config: config, root: root, recent: recent} do
    refuse(%{config | repo: Repo}, :codebase_metadata)
    write(root, "a.ex", "x = 3\n")
    assert {%{result: {:ok, :code_files_only}}, recent} = sync(config, recent)
    heal(%{config | repo: Repo}, :codebase_metadata)
    statements()
    save(config, root, recent, "x = 3\n")
    assert [:look | _] = statements()
  end

  test "a binary takes the place of the file", %{config: config, root: root, recent: recent} do
    write(root, "a.ex", <<0, 1, 2>>)
    assert {%{result: {:skipped, :binary}}, recent} = sync(config, recent)
    for table <- Config.tables(), do: assert(paths(%{config | repo: Repo}, table) == [])
    statements()
    save(config, root, recent, "x = 3\n")
    assert [:look | _] = statements()
  end

  test "PostgreSQL refuses the content", %{config: config, root: root, recent: recent} do
    files = name(config, :code_files)
    no_four = "ALTER TABLE #{files} ADD CONSTRAINT no_four CHECK (content NOT LIKE '%4%')"
    statement(%{config | repo: Repo}, no_four)
    write(root, "a.ex", "x = 4\n")
    assert {%{result: {:ok, :codebase_metadata_only}}, recent} = sync(config, recent)
    assert {:ok, %{reason: "23514"}} = Store.refusals(config, :code_files, "a.ex")
    assert {%{result: result}, recent} = sync(config, recent)
    assert result != {:ok, :both_tables}
    save(config, root, recent, "x = 5\n")
    assert {:ok, nil} = Store.refusals(config, :code_files, "a.ex")
  end

  defmodule HungRepo do
    def query(sql, _params, _options) do
      ToldRepo.tell(sql)
      {:error, %RuntimeError{message: "gone"}}
    end
  end

  test "a database that is away is not waited for twice", context do
    %{config: config, root: root, recent: recent} = context
    write(root, "a.ex", "x = 3\n")
    assert {%{result: {:error, :both_failed}}, recent} = sync(%{config | repo: HungRepo}, recent)
    assert statements() == [:upsert, :upsert]
    assert recent == Recent.new()
  end
end

defmodule ParserEngine.PrivateDatabaseTest do
  # In another VM: the repo's name and the configured repo belong to a whole VM.
  use ExUnit.Case, async: true

  alias ParserEngine.{Error, OtherVM, PrivateDatabase, Repo}

  @moduletag :tmp_dir

  @session """
  {:ok, database} = ParserEngine.PrivateDatabase.open(ephemeral: true, prefix: "own")
  file = ParserEngine.parse_and_store_single_file("a.ex", codebase_id: "c", root: root, prefix: "own")
  :ok = ParserEngine.PrivateDatabase.close(database)
  {inspect(database), file, Application.get_env(:parser_engine, :repo), Process.whereis(ParserEngine.Repo)}
  """

  test "is the repo of every call while it is open", %{tmp_dir: folder} do
    File.write!(Path.join(folder, "a.ex"), "defmodule A do\nend\n")
    vm = OtherVM.start(folder)

    {{shown, stored, configured, repo}, _bindings} =
      OtherVM.call(vm, Code, :eval_string, [@session, [root: folder]])

    assert shown =~ "psql -h "
    assert {:ok, %{path: "a.ex", class_count: 1}} = stored
    assert {configured, repo} == {nil, nil}
  end

  test "a second one beside a running repo is refused, and says so" do
    {:error, reason} = PrivateDatabase.open(ephemeral: true)
    assert {:already_started, Process.whereis(Repo)} == reason
    assert Error.message(reason) =~ "already"
  end
end

defmodule Mix.Tasks.Code.SearchTest do
  use ParserEngine.CodebaseCase

  import ParserEngine.CapturedTerminal, only: [written: 1]

  alias Mix.Tasks.Code.Search
  alias ParserEngine.{CapturedTerminal, Ingest}

  @code """
  defmodule Shop.Session do
    @doc "Whether a token is still valid."
    def valid?(token), do: token != nil
    def delete(conn), do: conn
  end
  """

  setup %{config: config, root: root} do
    write(root, "lib/session.ex", @code)
    write(root, "test/session_test.exs", "defmodule T do\n  def delete, do: 1\nend\n")
    {:ok, _summary} = Ingest.run(config)
    :ok
  end

  defp search(config, words) do
    where = ["--path", config.root, "--id", config.codebase_id, "--prefix", config.prefix]
    repo = ["--repo", inspect(config.repo)]
    Search.run(words ++ where ++ repo, CapturedTerminal.new())
  end

  test "hits are to be read", %{config: config} do
    assert search(config, ["is", "the", "token", "valid"]) == :ok
    text = written(:puts)

    assert text =~
             """
             1. lib/session.ex:3  Shop.Session.valid? (function)
                def valid?(token)
                Whether a token is still valid.
                words token, valid (rank 1); meaning 0.
             """
             |> String.trim_trailing()
  end

  test "by a name, below a folder, of a kind, at most so many", %{config: config} do
    assert search(config, ["delete", "--in", "test", "--kind", "function", "-n", "1"]) == :ok

    assert written(:puts) ==
             "1. test/session_test.exs:2  T.delete (function, test)\n   def delete\n   its name\n\n"
  end

  test "as JSON", %{config: config} do
    assert search(config, ["valid?", "--json", "--limit", "1"]) == :ok
    json = written(:puts)

    sql =
      "SELECT j ->> 'complete', j #>> '{hits,0,path}', j #>> '{hits,0,exact}' FROM (SELECT $1::text::jsonb) AS t(j)"

    assert config.repo.query!(sql, [json]).rows == [["true", "lib/session.ex", "name"]]
  end

  test "what is like a definition", %{config: config} do
    assert search(config, ["--similar", "Shop.Session.delete"]) == :ok
    assert written(:puts) =~ "test/session_test.exs:2  T.delete"
    assert catch_exit(search(config, ["--similar", "nothing_of_the_sort"])) == {:shutdown, 1}
    assert written(:complain) =~ ~s(no definition has the name "nothing_of_the_sort")
  end

  test "wrong words are told", %{config: config} do
    assert catch_exit(search(config, [])) == {:shutdown, 2}
    assert written(:complain) =~ "say what to look for"
    assert catch_exit(search(config, ["a", "--limt", "3"])) == {:shutdown, 2}
    assert written(:complain) =~ "did you mean --limit?"
    assert catch_exit(search(config, ["a", "--language", "klingon"])) == {:shutdown, 1}
    assert written(:complain) =~ "klingon"
  end

  test "nothing found is told", %{config: config} do
    assert catch_exit(search(config, ["a", "--in", "no/such/folder"])) == {:shutdown, 1}
    assert written(:puts) =~ "Nothing was found for"
  end
end

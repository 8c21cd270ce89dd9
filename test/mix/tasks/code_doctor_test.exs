defmodule Mix.Tasks.Code.DoctorTest do
  use ParserEngine.CodebaseCase

  import ParserEngine.CapturedTerminal, only: [written: 1]

  alias Mix.Tasks.Code.Doctor
  alias ParserEngine.{CapturedTerminal, Ingest}

  setup %{root: root, config: config} do
    write(root, "lib/a.ex", "defmodule A do\nend\n")
    write(root, "lib/b.ex", "defmodule B do\nend\n")
    {:ok, _summary} = Ingest.run(config)
    write(root, ".gitignore", "\n*.gen.ex\n")
    write(root, "lib/c.gen.ex", "")
    :ok
  end

  defp run(config, words) do
    named = ["--path", config.root, "--id", config.codebase_id, "--prefix", config.prefix]
    words = named ++ ["--repo", inspect(config.repo)] ++ words

    status =
      try do
        Doctor.run(words, CapturedTerminal.new())
      catch
        :exit, {:shutdown, status} -> status
      end

    {status, written(:puts), written(:complain)}
  end

  test "one file: its reason, what is particular to it, what to do", context do
    %{config: config, root: root} = context

    assert run(config, [Path.join(root, "lib/c.gen.ex")]) ==
             {1,
              """
              ignored: an ignore rule leaves it out
                lib/c.gen.ex: pattern *.gen.ex in line 2 of .gitignore
                → take the pattern away, or include the path again with a `!` pattern in `ignore:`
              """, ""}

    assert run(config, [Path.join(root, "lib/a.ex")]) ==
             {:ok,
              """
              indexed: the tables tell what is in the file
                lib/a.ex
              """, ""}
  end

  test "the whole codebase: counts, and only what should be there and is not", context do
    %{config: config, root: root} = context
    assert {:ok, text, ""} = run(config, [])

    assert text == """
           candidates                        4
             indexed                         2
             unsupported_extension           1
             ignored                         1
           """

    for n <- 1..25, do: write(root, "lib/new#{n}.ex", "")
    assert {1, text, ""} = run(config, [])
    assert text =~ ~r/^  no_row +25$/m
    assert text =~ "\nno_row: the tables have no row of the file\n  lib/new1.ex\n"
    assert text =~ "\n  and 5 more\n  → `mix code.ingest`"
  end

  test "several paths, relative to where the command is called", %{config: config} do
    assert {1, text, ""} = run(config, ["mix.exs", Path.join(config.root, "lib")])

    assert text =~
             "outside_root: the path leads out of the codebase's root\n  #{Path.expand("mix.exs")}\n"

    assert text =~ ~r/^candidates +4$/m
  end

  test "as JSON that a program reads", %{config: config, root: root} do
    assert {1, json, ""} = run(config, ["--json", Path.join(root, "lib/c.gen.ex")])

    sql = """
    SELECT j ->> 'candidates', j -> 'counts' ->> 'ignored', f ->> 'path', f ->> 'reason',
           f ->> 'detail', f ->> 'sentence' LIKE 'an ignore rule %', f ->> 'advice' LIKE 'take %'
    FROM (SELECT $1::text::jsonb) AS d(j), jsonb_array_elements(j -> 'findings') AS f
    """

    assert config.repo.query!(sql, [json]).rows ==
             [
               [
                 "1",
                 "1",
                 "lib/c.gen.ex",
                 "ignored",
                 "pattern *.gen.ex in line 2 of .gitignore",
                 true,
                 true
               ]
             ]
  end

  test "a nested repository, entered or not", %{config: config, root: root} do
    write(root, "clone/.git/HEAD", "")
    path = write(root, "clone/c.ex", "")
    assert {1, "nested_repository: " <> _advice, ""} = run(config, [path])
    assert {1, "no_row: " <> _advice, ""} = run(config, ["--nested-repositories", path])
  end

  test "without a database the rules are told", %{config: config, root: root} do
    path = Path.join(root, "lib/a.ex")
    assert {1, text, ""} = run(config, ["--no-database", path])
    assert text =~ "no_repo: the rules take the file; no database was asked\n  lib/a.ex\n"

    assert {1, text, ""} = run(%{config | prefix: "nowhere"}, [path])
    assert text =~ "no_tables: "
    assert text =~ "lib/a.ex: the tables in schema nowhere are at version 0"
  end

  test "nothing to tell, wrong usage, and a root that is none", %{config: config, root: root} do
    empty = Path.join(root, "empty")
    File.mkdir_p!(empty)
    assert run(config, [empty]) == {:ok, "no file\n", ""}
    assert {2, "", complaint} = run(config, ["--jsn"])
    assert complaint =~ "unknown option --jsn, did you mean --json?"
    assert {1, "", complaint} = run(%{config | root: "/no/such/folder"}, [])
    assert complaint == "code.doctor: /no/such/folder: there is no such file or directory\n"
  end
end

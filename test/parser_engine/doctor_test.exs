defmodule ParserEngine.DoctorTest do
  use ParserEngine.CodebaseCase

  alias ParserEngine.{CodeFileWatcher, Config, Ingest, LiveCase, Patience, Store}
  alias ParserEngine.Doctor.{Diagnosis, Reason}

  @long_ago 1_700_000_000
  @source "defmodule A do\n  def f(x), do: x\nend\n"

  # Every odd file of the fixture with what is told of it.
  @expected [
    {"lib/indexed.ex", :indexed, nil},
    {"lib/touched.ex", :indexed, nil},
    {"lib/just_now.ex", :indexed, nil},
    {"lib/partial.ex", :partial, nil},
    {"lib/large.ex", :too_large, nil},
    {"lib/deep.py", :too_deep, nil},
    {"lib/long.js", :long_lines, nil},
    {"lib/slow.ex", :timeout, nil},
    {"lib/greedy.ex", :memory_limit, nil},
    {"lib/crash.ex", :quarantined, nil},
    {"lib/unknown.ex", :stale, "parse status brand_new"},
    {"lib/binary.ex", :binary, nil},
    {"lib/new_binary.ex", :binary, nil},
    {"lib/turned.ex", :stale, "the file is binary"},
    {"lib/refused.ex", :refused, "code_files: PostgreSQL refused (22P05): no such character"},
    {"lib/longer.ex", :stale, "code_files and codebase_metadata: size 37, now 38, time, content"},
    {"lib/same_size.ex", :stale, "code_files and codebase_metadata: content"},
    {"lib/older.ex", :stale, "codebase_metadata: analysis 0"},
    {"lib/moved.ex", :stale, "code_files: root /elsewhere"},
    {"lib/raised.ex", :stale, "code_files and codebase_metadata: a limit that was raised"},
    {"lib/half.ex", :one_table, "not in codebase_metadata"},
    {"lib/new.ex", :no_row, nil},
    {"lib/gone.ex", :leftover, "there is no such file"},
    {"lib/ruled_out.ex", :leftover,
     "an ignore rule leaves it out (pattern ruled_out.ex in line 2 of lib/.gitignore)"},
    {"lib/never.ex", :missing, nil},
    {"../elsewhere.ex", :outside_root, nil},
    {"/etc/hosts.ex", :outside_root, nil},
    {"notes.txt", :unsupported_extension, nil},
    {"lib/cell.xyz", :unsupported_extension, "no language is known for .xyz files"},
    {"lib/a.gen.ex", :ignored, "pattern *.gen.ex in line 1 of lib/.gitignore"},
    {"tmp/x/y.ex", :ignored, "tmp/, pattern /tmp/ in line 1 of .parserignore"},
    {"old/a.ex", :ignored, "old/, pattern old/"},
    {"deps/b/b.ex", :built_in, "deps/, pattern deps/"},
    {"credentials.json", :secret, "pattern credentials*"},
    {"link.ex", :symlink, "symlink"},
    {"link/indexed.ex", :symlink, "link/"},
    {"pipe.ex", :special_file, "fifo"},
    {"other/c.ex", :nested_repository, "other/"},
    {"lib/\xff.ex", :not_utf8, nil},
    {String.duplicate("x", 300) <> ".ex", :unreadable, "File name too long (os error 36)"}
  ]

  # What no file of a fixture can show: each has a test of its own, here or in unanswered_test.exs.
  @circumstances [
    :pending,
    :standby,
    :no_root,
    :database_away,
    :no_tables,
    :no_repo,
    :nif_not_loaded
  ]

  setup %{options: options} do
    more = [max_file_bytes: 100_000, extensions: ~w(ex json js py xyz), ignore: ["old/"]]
    {:ok, options: options ++ more}
  end

  defp fixture(%{root: root, options: options}) do
    config = Config.new!(options)
    before(root)
    refuse_path(config, "lib/refused.ex")
    {:ok, _summary} = Ingest.run(%{config | max_file_bytes: 55_000, parse_timeout: 5_000})
    afterwards(root, config)
  end

  # Old enough that size and time are proof, but where a test is about just that.
  defp before(root) do
    for name <-
          ~w(indexed touched longer same_size older moved half gone ruled_out slow just_now
                   refused turned crash unknown),
        do: old(root, "lib/#{name}.ex", @source)

    File.touch!(Path.join(root, "lib/just_now.ex"))
    old(root, "lib/partial.ex", "defmodule A do\n  def f(\n")
    old(root, "lib/large.ex", String.duplicate("# #{@source}", 4_000))
    old(root, "lib/raised.ex", String.duplicate("# a\n", 15_000))
    old(root, "lib/deep.py", String.duplicate("(", 1_500) <> String.duplicate(")", 1_500))
    old(root, "lib/long.js", "f(" <> String.duplicate("1,", 26_000) <> "1)\n")
    # Each of these lines may be a pattern of the next clause, in any combination.
    old(root, "lib/greedy.ex", "fn _ ->\n" <> String.duplicate("f a\n", 13_000))
    old(root, "lib/binary.ex", <<0, 1, 2>>)
    old(root, "lib/cell.xyz", "1\n")
  end

  defp afterwards(root, config) do
    File.touch!(Path.join(root, "lib/touched.ex"), @long_ago + 5)
    write(root, "lib/longer.ex", @source <> "\n")
    same_inode(root, "lib/same_size.ex", String.replace(@source, "A", "B"))
    set(config, :codebase_metadata, "lib/older.ex", "analysis_version = '0'")
    set(config, :code_files, "lib/moved.ex", "codebase_path = '/elsewhere'")
    File.rm!(Path.join(root, "lib/gone.ex"))
    for name <- ~w(new a.gen), do: write(root, "lib/#{name}.ex", @source)
    for name <- ~w(turned new_binary), do: write(root, "lib/#{name}.ex", <<0>>)
    time = "parse_status = 'timeout', parse_timeout = #{config.parse_timeout}"

    for table <- config.tables do
      set(config, table, "lib/slow.ex", time)
      set(config, table, "lib/crash.ex", "parse_status = 'quarantined'")
      set(config, table, "lib/unknown.ex", "parse_status = 'brand_new'")
    end

    statement(config, """
    DELETE FROM #{name(config, :codebase_metadata)} WHERE path = 'lib/half.ex'
    """)

    write(root, "lib/.gitignore", "*.gen.ex\nruled_out.ex\n")
    write(root, ".parserignore", "/tmp/\n")
    for path <- ~w(tmp/x/y.ex old/a.ex deps/b/b.ex other/c.ex), do: write(root, path, @source)
    write(root, "other/.git/HEAD", "")
    write(root, "notes.txt", "")
    write(root, "credentials.json", "{}")
    write(root, "lib/\xff.ex", @source)
    File.ln_s!("lib/indexed.ex", Path.join(root, "link.ex"))
    File.ln_s!("lib", Path.join(root, "link"))
    {_, 0} = System.cmd("mkfifo", [Path.join(root, "pipe.ex")])
  end

  defp old(root, path, text), do: root |> write(path, text) |> File.touch!(@long_ago)

  # Size, time and inode are the same.
  defp same_inode(root, path, text) do
    file = Path.join(root, path)
    File.write!(file, text)
    File.touch!(file, @long_ago)
  end

  defp set(config, table, path, assignment) do
    column = Store.Table.fetch(table).path
    sql = "UPDATE #{name(config, table)} SET #{assignment} WHERE #{column} = $1::text"
    config.repo.query!(sql, [path])
  end

  defp refuse_path(config, path) do
    statement(config, """
    CREATE FUNCTION #{name(config, :refuse_one)}() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no such character' USING ERRCODE = '22P05'; END $$
    """)

    statement(config, """
    CREATE TRIGGER refuse_one BEFORE INSERT ON #{name(config, :code_files)} FOR EACH ROW
    WHEN (NEW.file_path = '#{path}') EXECUTE FUNCTION #{name(config, :refuse_one)}()
    """)
  end

  defp diagnose(paths, options) do
    {:ok, diagnosis} = ParserEngine.diagnose(paths, options)
    diagnosis
  end

  defp reasons(diagnosis), do: for(f <- diagnosis.findings, do: {f.path, f.reason, f.detail})

  defp shown(path), do: if(String.valid?(path), do: path, else: inspect(path))

  test "each odd file has its reason", %{options: options} = context do
    fixture(context)
    diagnosis = diagnose(Enum.map(@expected, &elem(&1, 0)), options)

    expected = for {path, reason, detail} <- @expected, do: {shown(path), reason, detail}
    assert Enum.sort(reasons(diagnosis)) == Enum.sort(expected)
    assert diagnosis.candidates == length(@expected)
    assert diagnosis.counts == Enum.frequencies_by(@expected, &elem(&1, 1))
    refute Diagnosis.indexed?(diagnosis)
    assert Diagnosis.indexed?(diagnose(~w(lib/indexed.ex lib/partial.ex), options))
  end

  test "a folder is counted, and only what is not as it should be is named", context do
    %{options: options, root: root} = context
    fixture(context)
    diagnosis = diagnose([""], options)

    inside =
      for {path, reason, _} <- @expected,
          reason not in [:missing, :outside_root],
          do: {path, reason}

    listed = Enum.frequencies_by(inside, &elem(&1, 1))
    # A directory that is not entered is one candidate; a name that is too long is not there, and
    # the two ignore files have no language.
    expected =
      listed
      |> Map.delete(:unreadable)
      |> Map.update!(:unsupported_extension, &(&1 + 2))

    assert diagnosis.counts == expected
    assert diagnosis.candidates == expected |> Map.values() |> Enum.sum()
    left_out = ~w(ignored built_in secret symlink special_file nested_repository not_utf8)a

    assert Enum.sort(for f <- diagnosis.findings, do: {f.path, f.reason}) ==
             Enum.sort(
               for {path, reason} <- inside,
                   reason not in [:indexed, :partial, :unreadable | left_out],
                   path != "notes.txt",
                   do: {path, reason}
             )

    assert diagnose([root], options) == diagnosis

    assert %{candidates: 1, findings: [%{path: "deps", reason: :built_in}]} =
             diagnose(["deps"], options)

    assert %{candidates: 0, findings: []} = diagnose([], options)
  end

  test "a nested repository that is entered has its own reasons", context do
    %{options: options, root: root} = context
    for path <- ~w(other/.git/info/exclude other/c.ex other/d.ex), do: write(root, path, "d.ex\n")

    assert reasons(diagnose(~w(other/c.ex other/d.ex), options ++ [nested_repositories: true])) ==
             [
               {"other/c.ex", :no_row, nil},
               {"other/d.ex", :ignored, "pattern d.ex in line 1 of other/.git/info/exclude"}
             ]
  end

  test "a folder that is gone leaves rows", %{options: options, root: root} do
    for path <- ~w(lib/a.ex lib/deep/b.ex library/c.ex), do: old(root, path, @source)
    {:ok, _summary} = Ingest.run(Config.new!(options))
    File.rm_rf!(Path.join(root, "lib"))

    assert reasons(diagnose(["lib"], options)) ==
             for(p <- ~w(lib/a.ex lib/deep/b.ex), do: {p, :leftover, "there is no such file"})

    assert reasons(diagnose(["library"], options)) == []
  end

  test "what waits in a running watcher is pending, or stands by", context do
    %{options: options, root: root} = context
    impatient = [busy_threshold: 40_000, debounce_ceiling: 600_000, debounce: 10]
    leader = start(options ++ impatient)
    LiveCase.await_event([:watcher, :reconciled])
    standby = start(options)

    write(root, "lib/a.ex", @source)
    write(root, "notes.txt", "")
    watcher = leader |> Config.new!() |> Config.watcher()

    Patience.await(
      fn -> CodeFileWatcher.pending(watcher, ["lib/a.ex"]) == {:ok, ["lib/a.ex"]} end,
      20_000
    )

    # Its watcher has another codebase, with files of the same names.
    other = Keyword.put(leader, :codebase_id, "other")

    for {instance, reason} <- [{leader, :pending}, {standby, :standby}, {other, :no_row}] do
      assert [{"lib/a.ex", ^reason, nil}, {"notes.txt", :unsupported_extension, nil}] =
               reasons(diagnose(~w(lib/a.ex notes.txt), instance))
    end
  end

  defp start(options) do
    options = options ++ [name: :"Doctor#{System.unique_integer([:positive])}"]
    LiveCase.listen(options[:codebase_id])
    start_supervised!({ParserEngine, options}, id: options[:name])
    options
  end

  test "every reason is produced by a test, and documented" do
    names = Enum.map(Reason.all(), & &1.name)
    produced = Enum.map(@expected, &elem(&1, 1)) ++ @circumstances
    assert names -- produced == []
    assert produced -- names == produced -- Enum.uniq(produced)
    assert File.read!("docs/doctor.md") =~ Reason.table()
    {:docs_v1, _, _, _, %{"en" => moduledoc}, _, _} = Code.fetch_docs(ParserEngine.Doctor)
    assert moduledoc =~ Reason.table()
  end
end

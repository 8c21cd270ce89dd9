defmodule ParserEngine.SlowWritersTest do
  # Files that are written in pieces, and files that are never left alone.
  use ParserEngine.LiveCase, async: true

  alias ParserEngine.Telemetry

  @python System.find_executable("python3")

  # What a row ever held, in the order in which it was written.
  defp record_contents(%{config: config} = live) do
    log = ~s("#{config.prefix}".contents)

    statement(live, """
    CREATE TABLE #{log} (number bigserial, codebase_id text, path text, content text,
                         at timestamptz DEFAULT clock_timestamp())
    """)

    statement(live, """
    CREATE FUNCTION "#{config.prefix}".log_content() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO #{log} (codebase_id, path, content)
      VALUES (NEW.codebase_id, NEW.file_path, NEW.content);
      RETURN NEW;
    END $$
    """)

    statement(live, """
    CREATE TRIGGER log_content AFTER INSERT OR UPDATE ON "#{config.prefix}".code_files
    FOR EACH ROW EXECUTE FUNCTION "#{config.prefix}".log_content()
    """)
  end

  defp contents(%{config: config}, path) do
    sql = """
    SELECT content FROM "#{config.prefix}".contents
    WHERE codebase_id = $1::text AND path = $2::text ORDER BY number
    """

    for [content] <- config.repo.query!(sql, [config.codebase_id, path]).rows, do: content
  end

  # The longest time between two writes of the row, in ms.
  defp longest_gap(%{config: config}, path) do
    sql = """
    SELECT coalesce(max(gap), 0)::float8 FROM (
      SELECT extract(epoch FROM at - lag(at) OVER (ORDER BY number)) * 1000 AS gap
      FROM "#{config.prefix}".contents WHERE codebase_id = $1::text AND path = $2::text) g
    """

    [[gap]] = config.repo.query!(sql, [config.codebase_id, path]).rows
    gap
  end

  describe "only whole versions are stored" do
    setup context do
      write(context, "a.ex", source("a.ex"))
      # Longer than a busy machine keeps a writer waiting.
      live = start_live(context, debounce: 600, busy_threshold: 300, debounce_ceiling: 20_000)
      assert_converges(live)
      record_contents(live)
      listen_for_forced(live)
      {:ok, live: live, version: long_source()}
    end

    test "of a file that is appended to in pieces", %{live: live, version: version} = context do
      path = Path.join(context.root, "b.ex")
      for piece <- pieces(version), do: append(path, piece, [])
      assert_only(live, "b.ex", Enum.join(pieces(version)))
    end

    test "of a file that is synchronised to disk after each piece",
         %{live: live, version: version} = context do
      path = Path.join(context.root, "b.ex")
      for piece <- pieces(version), do: append(path, piece, [:sync])
      assert_only(live, "b.ex", Enum.join(pieces(version)))
    end

    test "of a file that is emptied, and filled after more than the quiet time",
         %{live: live, version: version} = context do
      path = Path.join(context.root, "a.ex")
      File.write!(path, "")
      pause(900)
      File.write!(path, version)
      assert_only(live, "a.ex", version)
    end

    test "of a large file that is copied", %{live: live, version: version} = context do
      large = String.duplicate(version, 40)
      from = context.root <> "-large"
      File.write!(from, large)
      on_exit(fn -> File.rm!(from) end)
      {_output, 0} = System.cmd("cp", [from, Path.join(context.root, "b.ex")])
      assert_only(live, "b.ex", large)
    end

    if @python do
      test "of a file that is written through a mapping",
           %{live: live, version: version} = context do
        program = """
        import mmap, sys, time
        data = sys.stdin.buffer.read()
        with open(sys.argv[1], "w+b") as f:
            f.truncate(len(data))
            m = mmap.mmap(f.fileno(), len(data))
            for at in range(0, len(data), 4096):
                m[at:at + 4096] = data[at:at + 4096]
                m.flush()
                time.sleep(0.01)
            m.close()
        """

        source = context.root <> "-version"
        large = String.duplicate(version, 30)
        File.write!(source, large)
        on_exit(fn -> File.rm!(source) end)
        target = Path.join(context.root, "b.ex")
        script = ~s(exec "$0" -c "$1" "$2" < "$3")
        {_output, 0} = System.cmd("sh", ["-c", script, @python, program, target, source])
        assert_only(live, "b.ex", large)
      end
    end
  end

  test "an emptied file that stays empty is stored as such", context do
    file = write(context, "a.ex")
    live = start_live(context, debounce: 50)
    assert_converges(live)
    File.write!(file, "")
    eventually(fn -> value(live, "a.ex", "content") == "" end)
    assert_converges(live)
  end

  test "a file that is never left alone is refreshed at the ceiling, and that is told", context do
    live = start_live(context, debounce: 200, busy_threshold: 150, debounce_ceiling: 1_000)
    record_contents(live)
    listen_for_forced(live)
    writer = Task.async(fn -> write_on(context, "a.ex", 60) end)
    last = Task.await(writer, 60_000)

    eventually(fn -> value(live, "a.ex", "content") == last end)
    assert_converges(live)
    assert length(contents(live, "a.ex")) >= 4
    assert_received {:forced, 1}
    assert longest_gap(live, "a.ex") < 6_000
  end

  defp assert_only(live, path, version) do
    eventually(fn -> value(live, path, "content") == version end)
    assert_converges(live)
    assert Enum.uniq(contents(live, path)) == [version]
    refute_received {:forced, _count}
  end

  defp listen_for_forced(%{config: %{codebase_id: codebase_id}}) do
    test = self()

    Telemetry.attach(test, [[:parser_engine, :watcher, :forced]], fn _event, measured, metadata ->
      if metadata.codebase_id == codebase_id, do: send(test, {:forced, measured.count})
    end)

    on_exit(fn -> Telemetry.detach(test) end)
  end

  defp write_on(context, path, count) do
    Enum.reduce(1..count, nil, fn version, _earlier ->
      text = source(path, version)
      write(context, path, text)
      pause(100)
      text
    end)
  end

  defp long_source, do: Enum.map_join(1..60, "\n", &source("part #{&1}", &1))

  defp pieces(text) do
    size = div(byte_size(text), 20) + 1
    for <<piece::binary-size(size) <- text <> String.duplicate("\n", size - 1)>>, do: piece
  end

  defp append(path, piece, modes) do
    File.write!(path, piece, [:append | modes])
    pause(20)
  end

  # The pace of a writer; nothing is expected to have happened afterwards.
  defp pause(milliseconds) do
    receive do
      :never -> :ok
    after
      milliseconds -> :ok
    end
  end
end

defmodule ParserEngine.NativeCallsTest do
  # What a call of the NIF costs the scheduler that makes it. The shortest of many calls says what
  # the call itself takes, however busy the machine is.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Config, Native}
  alias ParserEngine.Native.Answer

  # Microseconds after which a call is too long for a normal scheduler.
  @longest 1_000
  @calls 30

  setup %{config: config, root: root} do
    for number <- 1..200, do: write(root, "d#{number}/a.ex", "defmodule A#{number} do\nend\n")
    write(root, "large.ex", String.duplicate("def f(x), do: {x, x}\n", 20_000))
    {:ok, config: config}
  end

  test "an analysis returns before it has begun", %{config: config} do
    job = job(config, "large.ex")
    assert shortest(fn -> {:ok, _} = Native.analyze(make_ref(), job) end) < @longest
  end

  test "so do a scan and the questions to the quarantine", %{config: config} do
    scan = fn -> :ok = Native.scan(make_ref(), config.root, Config.filter(config), nil) end
    assert shortest(scan) < @longest

    assert shortest(fn -> {:ok, _} = Native.quarantine(make_ref(), config.state_dir) end) <
             @longest

    assert shortest(fn -> nil = Native.take_journal_failure(config.state_dir) end) < @longest
    assert shortest(fn -> Native.analysis_version(true, []) end) < @longest
  end

  test "a request to an endpoint returns before it is sent" do
    request = %{url: "http://127.0.0.1:9/", headers: [], inputs: 1, dimensions: nil, timeout: 50}
    body = String.duplicate("x", 16_000_000)
    reference = make_ref()
    assert shortest(fn -> :ok = Native.endpoint_vectors(reference, request, body) end) < @longest

    for _ <- 1..@calls,
        do: assert_receive({^reference, {:error, {:embedder_unreachable, _}}}, 20_000)
  end

  test "what code is searched by is made, compared and asked for elsewhere" do
    symbol =
      ~s({"name": "f", "kind": "function", "start_line": 1, "end_line": 1, "start_byte": 0,) <>
        ~s( "end_byte": 9})

    content = String.duplicate("def f(x), do: x\\n", 100_000)

    row =
      ~s({"file_path": "a.ex", "language": "elixir", "content": "#{content}", "symbols": [#{symbol}]})

    columns = %{file: :vector, symbols: :halfvec, file_dimensions: 1536, schema: "public"}
    weights = ParserEngine.Embedder.Static.weights()
    query = :binary.copy(<<0.5::float-32-little>>, 512)
    page = String.duplicate("7f", 512 * 5_000)

    for call <- [
          &Native.search_rows(&1, [row], weights, columns),
          &Native.search_documents(&1, [row]),
          &Native.search_rows_with(&1, [{row, [query]}], columns),
          &Native.search_nearest(&1, query, [page], 10),
          &Native.search_query(&1, content, weights),
          &Native.search_rerank(&1, "a word", [{0.5, "'word':1A"}], weights)
        ] do
      reference = make_ref()
      assert shortest(fn -> {:ok, _ticket} = call.(reference) end) < @longest
      for _ <- 1..@calls, do: assert_receive({^reference, {:ok, _answer}}, 60_000)
    end
  end

  test "an answer is given up at once, and is not sent then", %{config: config} do
    job = fn reference -> Native.quarantine(reference, config.state_dir) end
    answers = for _ <- 1..@calls, do: elem(Answer.ask(job), 1)
    given_up = for answer <- answers, do: Native.cancel(answer.ticket)
    assert Enum.all?(given_up, &(&1 in [:cancelled, :answered]))
    # What was cancelled once stays so.
    assert given_up == Enum.map(answers, &Native.cancel(&1.ticket))

    for {%{reference: reference}, :answered} <- Enum.zip(answers, given_up),
        do: assert_receive({^reference, {:ok, _entries}}, 20_000)

    {:ok, last} = Answer.ask(job)
    assert {:ok, _entries} = Answer.await(last, 20_000)
    assert Process.info(self(), :messages) == {:messages, []}
  end

  test "a slow file holds no other up", %{config: config, root: root} do
    write(root, "slow.json", String.duplicate(~s(]{:"a"\n), 280_000))
    {:ok, slow} = Answer.ask(&Native.analyze(&1, job(config, "slow.json")))
    {:ok, quick} = Answer.ask(&Native.analyze(&1, job(config, "d1/a.ex")))
    assert_receive {first, _outcome}, 60_000
    assert first == quick.reference
    assert Native.cancel(slow.ticket) == :cancelled
  end

  test "what a process has asked for ends with it", %{config: config, root: root} do
    test = self()
    write(root, "some.ex", String.duplicate("def f(x), do: {x, x}\n", 2_000))
    ask = fn -> elem(Answer.ask(&Native.analyze(&1, job(config, "some.ex"))), 1) end
    {_pid, monitor} = spawn_monitor(fn -> send(test, {:asked, for(_ <- 1..20, do: ask.())}) end)
    assert_receive {:asked, abandoned}
    assert_receive {:DOWN, ^monitor, :process, _pid, :normal}

    # The pool serves processes in turn: after these the others would be done too.
    own = for _ <- 1..25, do: ask.()
    for answer <- own, do: assert({:ok, _rows} = Answer.await(answer, 60_000))
    assert Native.cancel(List.last(abandoned).ticket) == :cancelled
  end

  test "no function is for a dirty scheduler" do
    sources = Path.wildcard("native/parser_engine_nif/src/*.rs")
    assert sources != []
    for source <- sources, do: refute(File.read!(source) =~ ~r/nif\(.*schedule/, source)
  end

  defp job(config, path) do
    %{
      root: config.root,
      path: path,
      rules: nil,
      codebase_id: "c",
      generation: 1,
      known_hash: nil,
      busy_threshold: 0,
      keep_tree: false,
      redact: true,
      smells: [],
      max_file_bytes: 2_000_000,
      parse_timeout: 60_000,
      state_dir: config.state_dir
    }
  end

  defp shortest(call),
    do: 1..@calls |> Enum.map(fn _ -> call |> :timer.tc() |> elem(0) end) |> Enum.min()
end
